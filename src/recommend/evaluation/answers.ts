import type { Rater, RatingQuestion } from '../raters/rater.js';

/**
 * What a rater answers, checked.
 * @throws Error where there is not one number for each item that was asked.
 */
export async function answersOf(rater: Rater, questions: readonly RatingQuestion[]): Promise<Float32Array[]> {
  const answers = await rater.rate(questions);
  if (answers.length !== questions.length) throw new Error(`The rater ${rater.name} answered ${answers.length} of ${questions.length} questions.`);
  questions.forEach(({ known, asked }, i) => {
    if (answers[i].length !== asked.length) throw new Error(`The rater ${rater.name} gave ${answers[i].length} scores where ${asked.length} items were asked.`);
    const wrong = answers[i].findIndex((score) => !Number.isFinite(score));
    if (wrong >= 0) throw new Error(`The rater ${rater.name} gave ${answers[i][wrong]} as the score of item ${asked[wrong]}, with ${known.items.length} ratings known: every score has to be a finite number.`);
  });
  return answers;
}
