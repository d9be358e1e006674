// Colours are names of the tokens: `text`, `accent`, `high`.
export interface ChartLine {
  name: string;
  values: (number | null)[];
  colour?: string;
  width?: number;
  dash?: number[];
}

export interface ChartLimit {
  value: number;
  name: string;
  colour?: string;
}

export interface ChartMark {
  at: number;
  name: string;
  colour?: string;
}
