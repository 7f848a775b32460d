import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../testing/fixtures.js';
import { ArtifactError, artifactFormat, parseCard } from './index.js';

test('a card that is cut short, of something else, damaged or of a newer version is refused in words', () => {
  const refused = (text: string, words: RegExp) => assert.throws(() => parseCard(text), (error: Error) => error instanceof ArtifactError && words.test(error.message));
  refused('{"format": "metalearn art', /not JSON.*Export the run again/);
  refused('{"name": "left-pad"}', /not the card of an artifact/);
  refused('[]', /not the card of an artifact/);
  refused(JSON.stringify({ format: 'metalearn artifact 7' }), /newer version.*format 7.*Update metalearn/);
  refused(JSON.stringify({ format: artifactFormat, title: 'x' }), /damaged: learns/);
});

test('a card that does not say how its inputs are made is refused, as nobody could make them', () => {
  const file = (name: string) => readFileSync(join(repository(), 'src', 'playground', 'models', name, 'artifact.json'), 'utf8');
  const whole = JSON.parse(file('draw-proto'));
  assert.equal(parseCard(JSON.stringify(whole)).title, whole.title);
  for (const [made, words] of [
    [{ image: {} }, /learns\.image\.height/],
    [{ image: { height: 28, width: '28', channels: 1 } }, /learns\.image\.width/],
    [{ series: { steps: 5 } }, /learns\.series\.channels/],
    [{ table: { inputs: {}, target: { kind: 'values', column: 'a' } } }, /learns\.table\.inputs/],
    [{ table: { inputs: [{ kind: 'number', column: 'a' }] } }, /learns\.table\.target/],
  ] as const) {
    assert.throws(() => parseCard(JSON.stringify({ ...whole, learns: { ...whole.learns, ...made } })), (error: Error) => error instanceof ArtifactError && words.test(error.message));
  }
});
