/** The server's JSON API. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { EventReader } from './events';
import {
  IAnalysis,
  ICode,
  IConversion,
  IDifference,
  IEdit,
  IJob,
  INotebookText,
  IPastRun,
  IRunEvent,
  Json
} from './tokens';

/** A request that the server refused, with what to do about it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    message: string,
    readonly cure: string
  ) {
    super(message);
  }
}

interface IRefusal {
  readonly kind?: string;
  readonly message?: string;
  readonly cure?: string;
}

interface ISource {
  readonly notebook: INotebookText;
  readonly path: string;
  /** The project's folder, where it is not beside the notebook. */
  readonly folder?: string;
  readonly auto: boolean;
}

export interface ITarget {
  readonly path: string;
  readonly folder?: string;
  readonly auto: boolean;
}

export interface IRunRequest {
  readonly project: string;
  readonly runner: string;
  readonly workers: number | null;
  readonly params: { readonly [name: string]: Json };
  readonly to_nodes?: readonly string[];
  readonly from_nodes?: readonly string[];
}

export class Api {
  constructor(private readonly _settings = ServerConnection.makeSettings()) {}

  analyse(
    source: ISource & { readonly detail: string; readonly previous: { [box: string]: number } }
  ): Promise<IAnalysis> {
    return this._post<IAnalysis>('analyse', source);
  }

  async svg(source: ISource & { readonly detail: string }): Promise<string> {
    return (await this._post<{ svg: string }>('svg', source)).svg;
  }

  code(source: ISource): Promise<ICode> {
    return this._post<ICode>('code', source);
  }

  edit(source: ISource, what: 'parameter' | 'entry', name: string, value: string): Promise<IEdit> {
    return this._post<IEdit>('edit', { ...source, what, name, value });
  }

  convert(target: ITarget, how: { check?: boolean; overwrite?: boolean }): Promise<IConversion> {
    return this._post<IConversion>('convert', { ...target, ...how });
  }

  verify(target: ITarget): Promise<IJob> {
    return this._post<IJob>('verify', target);
  }

  run(request: IRunRequest): Promise<IJob> {
    return this._post<IJob>('run', request);
  }

  cancel(job: string): Promise<IJob> {
    return this._post<IJob>('cancel', { run: job });
  }

  /** The recorded runs of a notebook's project, newest first. */
  async history(target: ITarget): Promise<readonly IPastRun[]> {
    return (await this._get<{ runs: IPastRun[] }>('history', query(target))).runs;
  }

  async compare(target: ITarget, one: string, two: string): Promise<readonly IDifference[]> {
    const words = { ...query(target), one, two };
    return (await this._get<{ differences: IDifference[] }>('compare', words)).differences;
  }

  /** Hand over the events of a run as they arrive, until it is over. */
  async follow(job: string, tell: (events: readonly IRunEvent[]) => void): Promise<void> {
    const response = await this._request(`events?run=${encodeURIComponent(job)}`, {});
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    const events = new EventReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      tell(events.read(decoder.decode(part.value, { stream: true })));
    }
  }

  private async _get<T>(endpoint: string, words: { [name: string]: string }): Promise<T> {
    const asked = new URLSearchParams(words).toString();
    return (await (await this._request(`${endpoint}?${asked}`, {})).json()) as T;
  }

  private async _post<T>(endpoint: string, body: object): Promise<T> {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return (await (await this._request(endpoint, init)).json()) as T;
  }

  private async _request(endpoint: string, init: RequestInit): Promise<Response> {
    const url = URLExt.join(this._settings.baseUrl, 'nb2pipe', 'api', endpoint);
    const response = await ServerConnection.makeRequest(url, init, this._settings);
    if (!response.ok) {
      throw await refusal(response);
    }
    return response;
  }
}

function query({ path, folder }: ITarget): { [name: string]: string } {
  return folder ? { path, folder } : { path };
}

async function refusal(response: Response): Promise<ApiError> {
  const said = (await response.json().catch(() => ({}))) as IRefusal;
  if (response.status === 404 && !said.kind) {
    return new ApiError(
      404,
      'NotEnabled',
      "the server's part of nb2pipe is not there",
      'run `jupyter server extension enable nb2pipe.labextension` and start Jupyter again'
    );
  }
  const message = said.message ?? response.statusText;
  return new ApiError(response.status, said.kind ?? '', message, said.cure ?? '');
}
