// Everything a person reads on the page, in Chinese and in English.
export const texts = {
  zh: {
    subtitle: '城市运行', drill: '演练：本页所示均为虚拟数据，并非真实情况。', openAlerts: '未结告警', openOrders: '在办工单', overdue: '超时', closed: '已结案',
    keyPrompt: '访问密钥', signIn: '登录', wrongKey: '密钥无效，请检查启动时打印的密钥。', other: 'English',
    alertsTitle: '未结告警 · 五分钟响应', noAlerts: '目前没有未结告警。', ordersTitle: '在办工单（按阶段）', doneTitle: '最近结案',
    live: '实时', lost: '连接中断，正在重连', answered: '已响应，用时', left: '剩余', late: '已超',
    acknowledge: '受理', 'on-site': '到达现场', safe: '平安', 'false-alarm': '误报', askReason: '误报原因（必填）',
    due: '时限', none: '无', forwarded: '处置',
    states: { open: '未受理', acknowledged: '已受理', shelved: '已搁置', cleared: '已解除' },
    stages: {
      reported: '待立案', checking: '核查中', filed: '已立案，待派遣', dispatched: '已派遣', 'signed-for': '已签收', handling: '处置中',
      submitted: '处置完成，待反馈', confirmed: '已反馈，待结案', verifying: '核实中', returned: '已回退', suspended: '挂账', closed: '已结案',
      'not-filed': '不予立案', merged: '已合并', cancelled: '已作废',
    },
    clocks: { acceptance: '受理', check: '核查', dispatch: '派遣', handling: '处置', verify: '核实', suspension: '挂账' },
    kinds: {
      inactivity: '居家无活动', 'data-gap': '设备无数据', 'fire-lane-blocked': '消防通道被占', 'smoke-seen': '视频烟火',
      'thrown-object': '高空抛物', smoke: '烟感告警', gas: '燃气告警', 'high-water': '水位过高', 'heavy-rain': '强降雨',
    },
  },
  en: {
    subtitle: 'city operations', drill: 'Drill: nothing shown here is real.', openAlerts: 'open alerts', openOrders: 'orders in hand', overdue: 'overdue', closed: 'closed',
    keyPrompt: 'Access key', signIn: 'Sign in', wrongKey: 'The key is not known; look at what the first start printed.', other: '中文',
    alertsTitle: 'Open alerts · five minutes to respond', noAlerts: 'No alert is open.', ordersTitle: 'Orders in hand, by stage', doneTitle: 'Lately closed',
    live: 'live', lost: 'connection lost, trying again', answered: 'responded in', left: 'left', late: 'late by',
    acknowledge: 'Acknowledge', 'on-site': 'On site', safe: 'Safe', 'false-alarm': 'False alarm', askReason: 'Why was it false? (required)',
    due: 'due', none: 'none', forwarded: 'with',
    states: { open: 'open', acknowledged: 'acknowledged', shelved: 'shelved', cleared: 'cleared' },
    stages: {
      reported: 'Reported', checking: 'Being checked', filed: 'Filed, to be dispatched', dispatched: 'Dispatched', 'signed-for': 'Signed for', handling: 'Being handled',
      submitted: 'Done, to be confirmed', confirmed: 'Confirmed, to be closed', verifying: 'Being verified', returned: 'Returned', suspended: 'Suspended', closed: 'Closed',
      'not-filed': 'Not filed', merged: 'Merged', cancelled: 'Cancelled',
    },
    clocks: { acceptance: 'acceptance', check: 'check', dispatch: 'dispatch', handling: 'handling', verify: 'verification', suspension: 'suspension' },
    kinds: {
      inactivity: 'No activity at home', 'data-gap': 'Device silent', 'fire-lane-blocked': 'Fire lane blocked', 'smoke-seen': 'Smoke on camera',
      'thrown-object': 'Thrown object', smoke: 'Smoke alarm', gas: 'Gas alarm', 'high-water': 'High water', 'heavy-rain': 'Heavy rain',
    },
  },
};
