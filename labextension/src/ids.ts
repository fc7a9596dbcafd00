/** Names by which the panel can be driven from outside. */

export const PANEL_ID = 'nb2pipe-panel';
export const GRAPH_ID = 'nb2pipe-graph';

export const CommandIDs = {
  showPanel: 'nb2pipe:show-panel',
  openGraph: 'nb2pipe:open-graph',
  exportGraph: 'nb2pipe:export-graph',
  goToNode: 'nb2pipe:go-to-node',
  goToCell: 'nb2pipe:go-to-cell',
  toggleNode: 'nb2pipe:toggle-node',
  tagCell: 'nb2pipe:tag-cell',
  renameNode: 'nb2pipe:rename-node',
  accept: 'nb2pipe:accept-suggestion',
  acceptAll: 'nb2pipe:accept-all-suggestions',
  promote: 'nb2pipe:promote',
  verify: 'nb2pipe:verify',
  run: 'nb2pipe:run-pipeline',
  stop: 'nb2pipe:stop-run',
  runStale: 'nb2pipe:run-stale',
  runNeeded: 'nb2pipe:run-with-upstream'
} as const;
