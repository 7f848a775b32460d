/** The size of an inner step that the shipped network was trained for. */
export const usualRate = 0.01;
