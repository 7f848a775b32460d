import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './fixtures.js';

/** The folder of real data sets beside the repository. */
export const sharedData = join(repository(), '..', 'shared', 'data');

/** The `skip` of tests that need it. Where the folder exists but lacks a data set, they run and fail. */
export const withoutSharedData = existsSync(sharedData) ? false : `there is no ${sharedData}`;
