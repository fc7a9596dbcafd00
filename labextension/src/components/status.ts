/** What is shown of a node: how its run goes, or that it is stale. */

import { PipelineModel } from '../model';
import { RunsModel } from '../runs';
import { INode } from '../tokens';
import type { Shown } from './parts';

export function shownStatus(model: PipelineModel, runs: RunsModel, node: INode): Shown {
  const run = runs.place.state?.nodes.get(node.name);
  if (run) {
    return run.status;
  }
  const isStale = node.cells.some(number => model.stale.has(model.cell(number)?.id ?? ''));
  return isStale ? 'stale' : 'idle';
}
