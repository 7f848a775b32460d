import { textTable } from '../text-table.js';
import type { AgentTestResult } from './agent-result.js';
import { besideInWords, kindRows, returnRows } from './test-sections.js';

/** A test of an agent for people: returns after each step beside the baselines, by kind of task, and a sentence. */
export function describeAgentTest(result: AgentTestResult & { readonly report: string }): string {
  const { head, rows } = returnRows(result);
  const kinds = kindRows(result);
  const beside = besideInWords(result.baselines);
  return [textTable(head, rows), '', ...(kinds ? [textTable(kinds.head, kinds.rows), ''] : []), result.summary, ...(beside === '' ? [] : [beside]), `Report: ${result.report}`].join('\n');
}
