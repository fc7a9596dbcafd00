/** The panel's icon: two boxes that flow into a third. */

import { LabIcon } from '@jupyterlab/ui-components';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 22 22">
  <g class="jp-icon3" fill="#616161">
    <path d="M2 3h7v5H2zM13 3h7v5h-7zM7.5 14h7v5h-7z"/>
    <path d="M4.8 8h1.4c0 3 3.4 2.500 4.100 6h-1.400c-.6-2.700-4.100-2-4.100-6zM15.800 8h1.400c0 4-3.500 3.300-4.100 6h-1.400c.700-3.500 4.100-3 4.100-6z"/>
  </g>
</svg>`;

export const graphIcon = new LabIcon({ name: 'nb2pipe:graph', svgstr: SVG });
