/** The user's settings, `nb2pipe:plugin`. */

import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { Tagging } from './notebook';

export interface ISettings {
  readonly side: 'left' | 'right';
  readonly tagging: Tagging;
  readonly auto: 'untagged' | 'always' | 'never';
  readonly detail: 'nodes' | 'flow' | 'all';
  readonly badges: boolean;
  readonly debounce: number;
}

export const DEFAULTS: ISettings = {
  side: 'right',
  tagging: 'magic',
  auto: 'untagged',
  detail: 'flow',
  badges: true,
  debounce: 60
};

/** The settings as they are now; what the registry does not say is as by default. */
export function readSettings(held: ISettingRegistry.ISettings): ISettings {
  return { ...DEFAULTS, ...(held.composite as Partial<ISettings>) };
}
