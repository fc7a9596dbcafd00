/** What every component may use. */

import { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { ISignal } from '@lumino/signaling';
import React from 'react';

import { PipelineModel } from '../model';
import { RunsModel } from '../runs';

export interface IServices {
  readonly model: PipelineModel;
  readonly runs: RunsModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  /** Write highlighted code into an element. */
  readonly highlight: (code: string, language: string, host: HTMLElement) => Promise<void>;
}

export const Services = React.createContext<IServices | null>(null);

export function useServices(): IServices {
  const services = React.useContext(Services);
  if (!services) {
    throw new Error('the panel is rendered without its services');
  }
  return services;
}

/** Render again whenever a signal is emitted. */
export function useSignal<T, U>(signal: ISignal<T, U>): void {
  const [, count] = React.useReducer((number: number) => number + 1, 0);
  React.useEffect(() => {
    signal.connect(count);
    return () => {
      signal.disconnect(count);
    };
  }, [signal]);
}
