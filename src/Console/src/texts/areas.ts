import type { Text } from '../lib/language.svelte';

export const areas = {
  path: ['所在区域', 'Where you are'],
  whole: ['全部', 'Everything'],
  openAlerts: ['未结告警', 'open alerts'],
  openOrders: ['在办工单', 'orders in hand'],
  overdue: ['超时', 'overdue'],
  orders: ['累计工单', 'orders ever'],
  closed: ['累计结案', 'closed'],
  name: ['名称', 'Name'],
  code: ['代码', 'Code'],
  care: ['关怀', 'Care'],
  onShift: ['在岗', 'On shift'],
  inHand: ['在办', 'In hand'],
  below: ['下级区域', 'Areas below'],
  cells: ['单元网格', 'Grid cells'],
  choose: ['点名称进入，全部页面随之只显示该区域。', 'Choose a name: every page then shows that area only.'],
  none: ['没有登记下级区域。', 'No area is registered below.'],
  notAll: ['各下级区域的汇总暂时读不到，以下按当前未结告警和工单统计：', 'The figures of the areas below could not be read; these are counted from what is open now:'],
  ownAlerts: ['未结告警', 'Open alerts'],
  ownOrders: ['在办工单', 'Orders in hand'],
  noAlerts: ['本网格没有未结告警。', 'No alert is open in this cell.'],
  noOrders: ['本网格没有在办工单。', 'No order is in hand in this cell.'],
  forOfficers: ['仅值守人员可查看网格内的告警与工单。', 'Officers see which alerts and orders these are.'],
} satisfies Record<string, Text>;

export const levels: Record<string, Text> = {
  city: ['市', 'city'],
  district: ['区', 'district'],
  street: ['街道', 'street'],
  community: ['社区', 'community'],
  cell: ['单元网格', 'cell'],
};
