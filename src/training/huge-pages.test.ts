import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withHugePages } from './huge-pages.js';

test('a process that computes asks for huge pages, beside all else in its environment', () => {
  assert.deepEqual(withHugePages({ HOME: '/home/ada' }), { HOME: '/home/ada', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' });
});

test('what the user has set comes last, and so counts', () => {
  const own = 'glibc.malloc.hugetlb=0:glibc.malloc.arena_max=2';
  assert.equal(withHugePages({ GLIBC_TUNABLES: own }).GLIBC_TUNABLES, `glibc.malloc.hugetlb=1:${own}`);
});
