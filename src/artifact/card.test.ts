import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArtifactError, artifactFormat, parseCard } from './index.js';

test('a card that is cut short, of something else, damaged or of a newer version is refused in words', () => {
  const refused = (text: string, words: RegExp) => assert.throws(() => parseCard(text), (error: Error) => error instanceof ArtifactError && words.test(error.message));
  refused('{"format": "metalearn art', /not JSON.*Export the run again/);
  refused('{"name": "left-pad"}', /not the card of an artifact/);
  refused('[]', /not the card of an artifact/);
  refused(JSON.stringify({ format: 'metalearn artifact 7' }), /newer version.*format 7.*Update metalearn/);
  refused(JSON.stringify({ format: artifactFormat, title: 'x' }), /damaged: learns/);
});
