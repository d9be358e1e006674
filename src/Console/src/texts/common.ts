import type { Text } from '../lib/language.svelte';

type Texts = Record<string, Text>;

/** Words that stand on every page. */
export const common = {
  overview: ['一屏统览', 'Overview'],
  centre: ['城市运营指挥中心', 'City operations centre'],
  skip: ['跳到正文', 'Skip to the content'],
  language: ['语言', 'Language'],
  theme: ['配色', 'Theme'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  wall: ['大屏', 'Wall'],
  live: ['实时', 'live'],
  lost: ['连接中断，正在重连', 'connection lost, trying again'],
  waiting: ['正在连接…', 'connecting…'],
  stale: ['自 {time} 起没有新消息，以下为当时的情况', 'nothing heard since {time}; this is how things stood then'],
  drill: ['演练：本页所示均为虚拟数据，并非真实情况。', 'Drill: nothing shown here is real.'],
  calendarMissing: ['工作日历缺少 {year} 年，请管理员及时补充，否则届时工单时限无法计算。', 'The working calendar lacks {year}: have it added, or deadlines in it cannot be counted.'],
  notices: ['提示', 'Notices'],
  close: ['关闭', 'Close'],
  cancel: ['取消', 'Cancel'],
  send: ['提交', 'Send'],
  save: ['保存', 'Save'],
  search: ['搜索', 'Search'],
  more: ['更多', 'More'],
  all: ['全部', 'All'],
  none: ['无', 'none'],
  area: ['区域', 'Area'],
  everywhere: ['全部区域', 'everywhere'],
  allAreas: ['全部', 'All areas'],
  when: ['时间', 'When'],
  who: ['人员', 'Who'],
  what: ['内容', 'What'],
  state: ['状态', 'State'],
  reason: ['原因', 'Reason'],
  loading: ['正在读取…', 'Loading…'],
  failed: ['读取失败', 'This could not be read'],
  again: ['重试', 'Try again'],
  export: ['导出', 'Export'],
  signOut: ['退出', 'Sign out'],
  noPage: ['您已登录，但您的角色（{role}）在控制台没有可看的内容。', 'You are signed in, but your role ({role}) has nothing to see on the console.'],
  toField: ['打开外勤页面', 'Open the field page'],
  keys: ['快捷键', 'Keys'],
  main: ['主导航', 'Main'],
  sound: ['声音提醒', 'Sound'],
  soundOn: ['高优先级告警响铃并通知：已开', 'Sound and notice for high alerts: on'],
  soundOff: ['高优先级告警响铃并通知：已关', 'Sound and notice for high alerts: off'],
  total: ['共 {n} 条', '{n} in all'],
  shownFirst: ['显示前 {n} 条', 'the first {n} are shown'],
  notFound: ['没有这个页面', 'There is no such page'],
  back: ['返回', 'Back'],
  minutes: ['分', 'min'],
} satisfies Texts;

export const pages = {
  '': ['总览', 'Overview'],
  alerts: ['告警', 'Alerts'],
  orders: ['工单', 'Orders'],
  devices: ['设备', 'Devices'],
  responders: ['处置力量', 'Responders'],
  areas: ['区域', 'Areas'],
  catalogue: ['事项目录', 'Catalogue'],
  duty: ['值班日志', 'Duty log'],
  grains: ['运行', 'Grains'],
  settings: ['参数', 'Settings'],
  people: ['人员与密钥', 'People and keys'],
  audit: ['审计', 'Audit'],
} satisfies Texts;

export const roles: Texts = {
  sensor: ['感知设备', 'sensor'],
  citizen: ['市民', 'citizen'],
  responder: ['处置人员', 'responder'],
  viewer: ['查看人员', 'viewer'],
  officer: ['值守人员', 'officer'],
  dispatcher: ['派遣员', 'dispatcher'],
  admin: ['管理员', 'administrator'],
};

export const priorities: Texts = { high: ['高', 'High'], medium: ['中', 'Medium'], low: ['低', 'Low'] };

export const alertStates: Texts = {
  open: ['未确认', 'nobody yet'],
  acknowledged: ['已确认', 'taken on'],
  shelved: ['已搁置', 'shelved'],
  cleared: ['已解除', 'ended'],
};

export const stages: Texts = {
  reported: ['待受理', 'Reported'],
  checking: ['核查中', 'Being checked'],
  filed: ['待派遣', 'To be dispatched'],
  returned: ['已回退', 'Returned'],
  dispatched: ['待签收', 'To be signed for'],
  'signed-for': ['已签收', 'Signed for'],
  handling: ['处置中', 'Being handled'],
  submitted: ['待反馈', 'To be confirmed'],
  confirmed: ['待结案', 'To be closed'],
  verifying: ['核实中', 'Being verified'],
  suspended: ['挂账', 'Suspended'],
  closed: ['已结案', 'Closed'],
  'not-filed': ['不予立案', 'Not filed'],
  merged: ['已合并', 'Merged'],
  cancelled: ['已作废', 'Cancelled'],
};

export const clocks: Texts = {
  acceptance: ['受理', 'acceptance'],
  check: ['核查', 'check'],
  dispatch: ['派遣', 'dispatch'],
  handling: ['处置', 'handling'],
  verify: ['核实', 'verification'],
  close: ['结案', 'closing'],
  closing: ['结案', 'closing'],
  suspension: ['挂账', 'suspension'],
};

export const alertKinds: Texts = {
  inactivity: ['居家无活动', 'No activity at home'],
  leak: ['户内持续用水（疑似漏水）', 'Water runs without end'],
  'data-gap': ['设备数据中断', 'Device silent'],
  implausible: ['设备读数异常', 'Device reads nonsense'],
  'fire-lane-blocked': ['占用消防通道', 'Fire lane blocked'],
  'smoke-seen': ['烟雾火情', 'Smoke on camera'],
  'thrown-object': ['高空抛物', 'Object thrown'],
  smoke: ['烟感告警', 'Smoke alarm'],
  gas: ['燃气告警', 'Gas alarm'],
  'high-water': ['道路积水', 'High water'],
  'heavy-rain': ['强降雨', 'Heavy rain'],
};

export const entityTypes: Texts = { household: ['住户', 'home'], camera: ['摄像头', 'camera'], terminal: ['感知终端', 'terminal'] };
export const terminalKinds: Texts = { smoke: ['烟感', 'smoke'], gas: ['燃气', 'gas'], 'water-level': ['水位', 'water level'], rain: ['雨量', 'rain'] };
export const channels: Texts = { sensing: ['感知', 'sensors'], citizen: ['市民', 'citizen'], patrol: ['巡查', 'patrol'], window: ['窗口', 'window'], transfer: ['转办', 'transfer'] };
export const skills: Texts = {
  'grid-officer': ['网格员', 'grid officer'],
  patrol: ['巡防', 'patrol'],
  cleaner: ['保洁员', 'cleaner'],
  'sanitation-vehicle': ['环卫车', 'sanitation vehicle'],
  'repair-crew': ['维修队', 'repair crew'],
  technician: ['设备技工', 'technician'],
  fire: ['消防', 'fire crew'],
  medic: ['急救', 'medic'],
};
