import { expect, test } from 'vitest';

import { after, doneCount, EventReader, STARTED } from '../src/events';
import { IRunEvent } from '../src/tokens';

const play = (...events: IRunEvent[]) => events.reduce(after, STARTED);

test('a node goes from running to done with its time', () => {
  const state = play(
    { event: 'node_started', node: 'a' },
    { event: 'node_finished', node: 'a', seconds: 2 }
  );
  expect(state.nodes.get('a')).toMatchObject({ status: 'done', seconds: 2 });
});

test('a failure keeps its error and its cell', () => {
  const error = { type: 'ValueError', message: 'no', traceback: '', cure: null };
  const state = play({ event: 'node_failed', node: 'a', error, cell: 4 });
  expect(state.nodes.get('a')).toMatchObject({ status: 'failed', error, cell: 4 });
});

test('when a run is stopped nothing runs any more', () => {
  const state = play(
    { event: 'node_started', node: 'a' },
    { event: 'job_finished', status: 'cancelled' }
  );
  expect([state.status, state.nodes.get('a')?.status]).toEqual(['cancelled', 'skipped']);
});

test('nodes that are over are counted', () => {
  const state = play(
    { event: 'run_started', nodes: ['a', 'b', 'c'] },
    { event: 'node_cached', node: 'a' },
    { event: 'node_started', node: 'b' }
  );
  expect([doneCount(state), state.total]).toEqual([1, 3]);
});

test('what is printed is kept with its node', () => {
  expect(play({ event: 'log', node: 'a', text: 'hello' }).logs).toEqual([{ node: 'a', text: 'hello' }]);
});

test('an event that nobody knows changes nothing', () => {
  expect(play({ event: 'news' })).toBe(STARTED);
});

test('events are read from pieces that end anywhere', () => {
  const reader = new EventReader();
  const pieces = ['id: 0\nda', 'ta: {"event": "a"}\n', '\n: still running\n\nid: 1\ndata: {"event"', ': "b"}\n\n'];
  expect(pieces.flatMap(piece => reader.read(piece)).map(each => each.event)).toEqual(['a', 'b']);
});

test('what several nodes printed belongs to each when it ends', () => {
  const state = play(
    { event: 'log', node: null, text: 'one' },
    { event: 'log', node: null, text: 'two' },
    { event: 'log', node: null, text: 'three' },
    { event: 'node_finished', node: 'a', log: [{ text: 'one\nth' }, { text: 'ree\n' }] }
  );
  expect(state.logs).toEqual([
    { node: null, text: 'two' },
    { node: 'a', text: 'one' },
    { node: 'a', text: 'three' }
  ]);
});

test('the lines of a node that ended are not told twice', () => {
  const state = play(
    { event: 'log', node: 'a', text: 'one' },
    { event: 'node_finished', node: 'a', log: [{ text: 'one\n' }] }
  );
  expect(state.logs).toEqual([{ node: 'a', text: 'one' }]);
});

test('of a run that prints without end the last lines are kept', () => {
  const events = Array.from({ length: 3000 }, (_, at) => ({ event: 'log', text: String(at) }));
  const { logs } = play(...events);
  expect([logs.length, logs.at(-1)?.text]).toEqual([2000, '2999']);
});

test('a proof tells what it does, and then what came of it', () => {
  const proof = { proven: true, compared: [], joined: [], failures: {} };
  const state = play(
    { event: 'phase', text: 'the notebook runs' },
    { event: 'run_started', nodes: ['a'] },
    { event: 'node_started', node: 'a' },
    { event: 'run_started', nodes: ['a'] },
    { event: 'proof', proof },
    { event: 'job_finished', status: 'success' }
  );
  expect([state.phase, state.nodes.size, state.proof]).toEqual([null, 0, proof]);
});
