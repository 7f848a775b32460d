/** Ratings in the order of their file, with numbers for users and items. */
export interface RatingRows {
  readonly count: number;
  add(user: number, item: number, rating: number, time: number, line: number): void;
  /** Visits the rows in order and gives up their memory on the way. */
  drain(visit: (user: number, item: number, rating: number, time: number, line: number) => void): void;
  /** Visits users and ratings in order. */
  each(visit: (user: number, rating: number) => void): void;
}

interface Block {
  readonly user: Int32Array;
  readonly item: Int32Array;
  readonly rating: Float32Array;
  readonly time: Float64Array;
  readonly line: Int32Array;
}

/** In blocks, so that growing copies nothing. */
const blockRows = 2 ** 18;

export function ratingRows(): RatingRows {
  let blocks: Block[] = [];
  let count = 0;
  const rowsOf = (block: number): number => Math.min(blockRows, count - block * blockRows);
  return {
    get count() {
      return count;
    },
    add(user, item, rating, time, line) {
      const row = count % blockRows;
      if (row === 0) blocks.push({ user: new Int32Array(blockRows), item: new Int32Array(blockRows), rating: new Float32Array(blockRows), time: new Float64Array(blockRows), line: new Int32Array(blockRows) });
      const block = blocks[blocks.length - 1];
      block.user[row] = user;
      block.item[row] = item;
      block.rating[row] = rating;
      block.time[row] = time;
      block.line[row] = line;
      count++;
    },
    each(visit) {
      blocks.forEach(({ user, rating }, block) => {
        for (let row = 0; row < rowsOf(block); row++) visit(user[row], rating[row]);
      });
    },
    drain(visit) {
      const all: (Block | undefined)[] = blocks;
      all.forEach((each, block) => {
        const { user, item, rating, time, line } = each!;
        for (let row = 0; row < rowsOf(block); row++) visit(user[row], item[row], rating[row], time[row], line[row]);
        all[block] = undefined;
      });
      [blocks, count] = [[], 0];
    },
  };
}
