/**
 * The domains of CLINC150 by split, 15 intents each. Domains that speak of the same things are on one side (banking and credit cards; small talk and
 * questions about the assistant), so that intents at test are of a kind that training never saw, and no text stands in two splits.
 */
export const clinc150Split = {
  train: ['kitchen_and_dining', 'home', 'auto_and_commute', 'utility', 'small_talk', 'meta'],
  validation: ['travel', 'work'],
  test: ['banking', 'credit_cards'],
} as const;
