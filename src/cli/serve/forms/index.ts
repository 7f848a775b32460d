import type { SeriesFormat } from '../../../fewshot/index.js';
import type { TableFormat } from '../../../regression/index.js';
import type { TaskShape } from '../../catalogue/index.js';
import type { Limits } from '../limits.js';
import type { Body } from '../service.js';
import { malformed } from '../refusal.js';
import { arrayForm } from './arrays.js';
import { imageForm, seriesForm, textForm } from './class-forms.js';
import type { Form } from './form.js';
import { rowForm } from './row-form.js';

export { rowsOf, type Answers, type Form, type Inputs, type Labelled } from './form.js';

/** The ways in which requests to a run may be written, by what its config.json says of the tasks it learned: as they are known outside first, then as the learner takes them. */
export function formsOf(family: TaskShape, limits: Limits): readonly Form[] {
  const { description } = family;
  if (description.table) return [rowForm(description.table as TableFormat, limits)];
  return [...(outsideForms(description, limits) ?? []), arrayForm(family, limits)];
}

function outsideForms(description: TaskShape['description'], limits: Limits): Form[] | undefined {
  // Behind a model of features, files are still images; a worker runs them through it.
  if (description.image ?? (description.of as TaskShape['description'] | undefined)?.image) return [imageForm(limits)];
  if (description.series) return [seriesForm(description.series as SeriesFormat, limits)];
  const texts = description.representation ? textForm(description, limits) : undefined;
  return texts && [texts];
}

/** The form that a body is written in. @throws Refusal where it is none, or several. */
export function formOf(forms: readonly Form[], body: Body, of: 'support' | 'query'): Form {
  const found = forms.filter(({ field }) => field in body);
  if (found.length === 1) return found[0];
  if (found.length > 1) throw malformed(`The body has both ${found.map(({ field }) => field).join(' and ')}: give one of them.`);
  throw malformed(`The body has no ${of === 'support' ? 'examples' : 'inputs'}: give ${forms.map(({ usage }) => usage[of]).join('; or ')}.`);
}
