/** The widgets that hold the panel and the enlarged graph. */

import { ReactWidget } from '@jupyterlab/ui-components';
import { Message } from '@lumino/messaging';
import React from 'react';

import { IServices, Services, useServices, useSignal } from './components/context';
import { PipelineGraph } from './components/graph';
import { Panel } from './components/panel';
import { GRAPH_ID, PANEL_ID } from './ids';
import { graphIcon } from './icons';

/** Tells the model when it can be seen, so that it rests while it cannot. */
abstract class Looking extends ReactWidget {
  constructor(protected readonly services: IServices) {
    super();
    this.addClass('jp-nb2pipe');
  }

  protected abstract content(): React.JSX.Element;

  protected render(): React.JSX.Element {
    return <Services.Provider value={this.services}>{this.content()}</Services.Provider>;
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._look(true);
  }

  protected onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._look(this.isVisible);
  }

  protected onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this._look(false);
  }

  protected onBeforeDetach(message: Message): void {
    this._look(false);
    super.onBeforeDetach(message);
  }

  private _look(looks: boolean): void {
    if (looks !== this._looks) {
      this._looks = looks;
      const { model } = this.services;
      if (looks) {
        model.look();
      } else {
        model.lookAway();
      }
    }
  }

  private _looks = false;
}

/** The side panel. */
export class PipelinePanel extends Looking {
  constructor(services: IServices) {
    super(services);
    const { trans } = services;
    this.id = PANEL_ID;
    this.title.icon = graphIcon;
    this.title.caption = trans.__('Pipeline');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Pipeline of the notebook'));
  }

  protected content(): React.JSX.Element {
    return <Panel />;
  }
}

/** The graph in the main area. */
export class GraphView extends Looking {
  constructor(services: IServices) {
    super(services);
    this.id = GRAPH_ID;
    this.title.icon = graphIcon;
    this.title.label = services.trans.__('Pipeline');
    this.title.closable = true;
  }

  protected content(): React.JSX.Element {
    return <Enlarged />;
  }
}

function Enlarged(): React.JSX.Element {
  const { model } = useServices();
  useSignal(model.changed);
  return <PipelineGraph isLarge />;
}
