/** What is known of each item, or of each user, by one name: one column of an attribute table. Rows are those of the names that it belongs to. */
export type Attribute = CategoryAttribute | CategoriesAttribute | NumberAttribute | TextAttribute;

/** One of some values, or unknown: a country. */
export interface CategoryAttribute {
  readonly name: string;
  readonly kind: 'category';
  readonly values: readonly string[];
  /** Code c > 0 is `values[c - 1]`; 0 is unknown. */
  readonly codes: Int32Array;
}

/** Any number of some values: genres. */
export interface CategoriesAttribute {
  readonly name: string;
  readonly kind: 'categories';
  readonly values: readonly string[];
  /** The codes of row r are those from `starts[r]` to `starts[r + 1]`; code c > 0 is `values[c - 1]`. */
  readonly starts: Int32Array;
  readonly codes: Int32Array;
}

/** A number, NaN where it is unknown: a year, a price. */
export interface NumberAttribute {
  readonly name: string;
  readonly kind: 'number';
  readonly values: Float32Array;
}

/** Words: a description. Empty where unknown. */
export interface TextAttribute {
  readonly name: string;
  readonly kind: 'text';
  readonly texts: readonly string[];
}
