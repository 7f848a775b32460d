export { catalogueOf, type Catalogue, type NewItem } from './catalogue.js';
export { CatalogueError, decodeCatalogue, encodeCatalogue } from './catalogue-file.js';
export type { AttributeValues } from './attribute-values.js';
export { decodeParameters } from '../../training/checkpoint.js';
export { findItems, type FoundItem } from './find-items.js';
export { recommend, type RecommendOptions } from './recommend.js';
export { UserStateError } from './user-state.js';
export type { GivenRating, KnownUser, RankedItem, RecommendedUser, Recommendations, Recommender, Wish } from './recommender.js';
