import type { Text } from '../lib/language.svelte';

export const catalogue = {
  searchIn: ['名称、代码、立案条件', 'name, code, condition'],
  type: ['大类', 'Type'],
  category: ['事项', 'Matter'],
  department: ['处置部门', 'Department'],
  skills: ['处置力量', 'Who is sent'],
  accept: ['受理', 'Accept'],
  check: ['核查', 'Check'],
  dispatch: ['派遣', 'Dispatch'],
  handling: ['处置', 'Handle'],
  verify: ['核实', 'Verify'],
  close: ['结案', 'Close'],
  limits: ['时限', 'Limits'],
  urgent: ['紧急', 'urgent'],
  autoFile: ['自动立案', 'filed by itself'],
  noMerge: ['不合并', 'never merged'],
  invented: ['时限待定', 'limit not yet the district’s own'],
  fromAlerts: ['告警：{kinds}', 'from alerts: {kinds}'],
  figures: ['共 {n} 项', '{n} matters'],
  fits: ['符合 {n} 项', '{n} fit'],
  none: ['没有符合条件的事项。', 'No matter fits.'],
} satisfies Record<string, Text>;

export const types: Record<string, Text> = { part: ['部件', 'parts'], event: ['事件', 'events'], service: ['服务', 'services'] };

export const classes: Record<string, Text> = {
  utility: ['公用设施', 'utilities'],
  traffic: ['道路交通', 'traffic'],
  environment: ['市容环境', 'environment'],
  greening: ['园林绿化', 'greening'],
  other: ['其他', 'other'],
  advertising: ['宣传广告', 'advertising'],
  construction: ['施工管理', 'construction'],
  emergency: ['突发事件', 'emergencies'],
  'street-order': ['街面秩序', 'street order'],
  care: ['居家关怀', 'care at home'],
  device: ['设备运维', 'devices'],
  request: ['服务诉求', 'requests'],
};

/** A limit in words: how many of what. */
export const limitUnits: Record<string, Text> = {
  minutes: ['{n} 分钟', '{n} min'],
  'urgent-hours': ['{n} 紧急工作时', '{n} hour{s}, day and night'],
  'working-hours': ['{n} 工作时', '{n} working hour{s}'],
  'working-days': ['{n} 工作日', '{n} working day{s}'],
  'urgent-days': ['{n} 紧急工作日', '{n} day{s}, day and night'],
  'natural-days': ['{n} 自然日', '{n} calendar day{s}'],
};
