export interface DutyEntry {
  number: number;
  at: string;
  actor: string;
  area: string;
  type: 'begin' | 'end' | 'note';
  text: string;
}

export interface OnDuty {
  actor: string;
  area: string;
  since: string;
}

export interface Shift extends OnDuty {
  until?: string;
  alertsOpened: number;
  alertsEnded: number;
  ordersOpened: number;
  ordersEnded: number;
}

export interface DutyLog {
  onDuty: OnDuty[];
  shifts: Shift[];
  items: DutyEntry[];
  next?: string | null;
}
