// What the HTTP API answers; the shapes are those of its OpenAPI document.
export interface Point {
  longitude: number;
  latitude: number;
}

export type Priority = 'high' | 'medium' | 'low';

export interface Alert {
  id: string;
  entity: string;
  kind: string;
  zone: string;
  state: 'open' | 'acknowledged' | 'shelved' | 'cleared' | string;
  priority: Priority;
  openedAt: string;
  changedAt: string;
  acknowledgedAt?: string;
  respondedAt?: string;
  clearedAt?: string;
  actor: string;
  reason: string;
  explanation?: { english: string; chinese: string; rule: string };
  cell: string;
  position?: Point;
  order?: string;
  version: number;
  isFalseAlarm: boolean;
  outcome?: string;
}

export interface Order {
  id: string;
  status: string;
  category: string;
  channel: string;
  cell: string;
  position?: Point;
  reportedAt: string;
  changedAt: string;
  endedAt?: string;
  department?: string;
  responders: string[];
  dueAt?: string;
  dueClock: string;
  overdue: string[];
  isEscalated: boolean;
  reports: string[];
  rating: number;
  version: number;
  reworks: number;
  extensions: number;
}

export interface Candidate {
  responder: string;
  distanceMetres: number;
  verdict: string;
}

export interface Choice {
  skill: string;
  responder: string;
  distanceMetres: number;
  candidates: Candidate[];
  english: string;
  chinese: string;
}

export interface TimelineEntry {
  version: number;
  at: string;
  actor: string;
  what: string;
  status: string;
  why: string;
  choices: Choice[];
  subject: string;
  round: number;
  dueAt?: string;
  dueClock?: string;
  report?: { text: string; channel: string; reporter: string; at: string };
}

export interface OrderView {
  order: Order;
  text: string;
  timeline: TimelineEntry[];
}

export interface Responder {
  id: string;
  name: string;
  skills: string[];
  area: string;
  position?: Point;
  seenAt?: string;
  shiftStart: string;
  shiftEnd: string;
  capacity: number;
  orders: string[];
  reachable: boolean;
  version: number;
}

export interface Entity {
  id: string;
  type: 'household' | 'camera' | 'terminal';
  kind: string;
  cell: string;
  position: Point;
  isObserved: boolean;
  privacy: 'household' | 'public';
}

export interface Area {
  code: string;
  name: string;
  level: string;
  centre: Point;
}

export interface Category {
  code: string;
  english: string;
  chinese: string;
  class: string;
  type: string;
  department: string;
  skills: string[];
  urgent: boolean;
  limits: Record<string, { value: number; unit: string }>;
}

export interface Department {
  code: string;
  english: string;
  chinese: string;
}

export interface Me {
  name: string;
  role: 'sensor' | 'citizen' | 'responder' | 'viewer' | 'officer' | 'dispatcher' | 'admin';
  area: string;
  responder: string;
  person: boolean;
}

/** What a caller may do now, and why not the rest. */
export interface May {
  version: number;
  commands: { type: string; may: boolean; code?: string; english?: string; chinese?: string }[];
}

export interface Overview {
  now: string;
  area: string;
  alerts: {
    open: Record<Priority, number>;
    care: number;
    unacknowledged: number;
    lastTenMinutes: number;
    today: Record<Priority, number>;
    staleOverDay: number;
    respondedToday: number;
    inFiveMinutesToday: number;
  };
  orders: {
    open: number;
    overdue: number;
    openedToday: number;
    closedToday: number;
    stages: { stage: string; count: number; medianMinutes?: number; dueSoon: number; overdue: number }[];
    due: { id: string; category: string; dueAt: string; clock: string; cell: string }[];
  };
  responders: { onShift: number; free: number; busy: number };
  care: { community: string; name: string; street: string; open: number; oldestOpenedAt: string; onSite: number }[];
  devices: { type: string; total: number; silent: number; worstArea?: string; worstShare?: number }[];
  areas: { code: string; name: string; level: string; alerts: Record<Priority, number>; care: number; orders: number; overdue: number; onShift: number }[];
  rain?: { limit: number; stations: number; over: number; hours: { from: string; most?: number }[] }; // Without a figure: nothing was measured.
}
