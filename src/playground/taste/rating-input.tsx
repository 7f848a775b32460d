export interface RatingInputProps {
  readonly title: string;
  readonly scale: { readonly low: number; readonly high: number };
  readonly value?: number;
  readonly onRate: (rating: number) => void;
}

/** A row of buttons, one for each rating. */
export function RatingInput({ title, scale: { low, high }, value, onRate }: RatingInputProps) {
  const ratings = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return (
    <div class="rating" role="group" aria-label={`Your rating of ${title}`}>
      {ratings.map((rating) => (
        <button key={rating} type="button" class={value !== undefined && rating <= value ? 'given' : ''} aria-pressed={rating === value} aria-label={`${rating} of ${high}`} onClick={() => onRate(rating)}>
          {rating}
        </button>
      ))}
    </div>
  );
}
