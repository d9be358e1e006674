import type { Text } from '../lib/language.svelte';

export const settings = {
  how: [
    '参数在启动时读取，本页只供查看。修改：写入数据文件夹的 city.json（{"Rules":{…}}），或设置环境变量（如 {example}），或在命令行给出；然后重新启动。命令行优先于环境变量，环境变量优先于 city.json。',
    'Parameters are read at the start; this page only shows them. To change one, write it into city.json in the data folder ({"Rules":{…}}), or give it in the environment (such as {example}) or on the command line, and start again. The command line counts before the environment, that before city.json.',
  ],
  searchIn: ['参数名、说明', 'key, meaning'],
  onlyChanged: ['只看已修改', 'Changed only'],
  key: ['参数', 'Key'],
  value: ['当前值', 'Value'],
  usual: ['默认值', 'Default'],
  range: ['范围', 'Range'],
  origin: ['来源', 'From'],
  meaning: ['说明', 'Meaning'],
  figures: ['共 {n} 项 · 已修改 {m} 项', '{n} in all · {m} changed'],
  none: ['没有符合条件的参数。', 'No parameter fits.'],
  environment: ['环境变量', 'In the environment'],
  packs: ['应用包参数', 'Parameters of packs'],
  packsHow: [
    '全市适用的取值。修改：city pack set <应用包> <参数> <值>（可用 --for 指定区域或设备），自生效时间起按新值判断。',
    'As they hold for the whole city. To set one: city pack set <pack> <parameter> <value>, with --for an area or a device; it is judged by from its instant on.',
  ],
  pack: ['应用包', 'Pack'],
  setBy: ['可设范围', 'May be set for'],
  since: ['{by} 于 {from} 设置', 'by {by}, {from}'],
} satisfies Record<string, Text>;

export const origins: Record<string, Text> = {
  default: ['默认', 'default'],
  'settings file': ['设置文件', 'settings file'],
  city: ['city.json', 'city.json'],
  environment: ['环境变量', 'environment'],
  'command line': ['命令行', 'command line'],
};

export const ruleGroups: Record<string, Text> = {
  Household: ['住户', 'Homes'],
  Camera: ['摄像头', 'Cameras'],
  Alert: ['告警', 'Alerts'],
  Correlation: ['归并', 'One matter, many reports'],
  Dispatch: ['派遣', 'Dispatch'],
  Drill: ['演练', 'Drill'],
  Router: ['数据通道', 'Routers'],
};

/** What each parameter means, in Chinese; in English the city says it itself. A key without the kind stands for every kind. */
export const meanings: Record<string, string> = {
  'Household:ActiveAboveBaseWatts': '功率至少超过基础负荷多少瓦才算有人活动。',
  'Household:ActiveAboveBaseSigmas': '功率超过基础负荷多少个标准差才算有人活动。',
  'Household:ActiveAboveLitres': '一个采集间隔内用水多少升算有人活动。',
  'Household:QuietFloor': '底线：住户最长可以毫无活动多久。',
  'Household:LearningDays': '学习满多少天后才按作息规律判断；此前只按底线判断。',
  'Household:MemoryDays': '作息规律记住同类日子的多少天。',
  'Household:ScoreFloor': '静默异常分（出现这样静默的概率倒数的自然对数）至少多少才告警。',
  'Household:ScoreMargin': '静默异常分须超过该户自身平常最高分的多少倍。',
  'Household:QuietMargin': '静默时长须超过该户自身平常最长静默的多少倍（平常最长静默接近或超过底线时适用）。',
  'Household:GapAfter': '多久没有读数算数据中断；四个采集间隔更长时以其为准。',
  'Household:StuckAfter': '电表多久重复同一个高于基础负荷的读数（到末位）算卡死；水表同理，但至少3小时。',
  'Household:StuckAfterWhileLearning': '学习期内，电表、水表多久重复同一读数算卡死（此时还不知道该户自身最长的重复）。',
  'Camera:MostAnHour': '一台摄像头每小时每类每区最多开多少条告警；最后一条须满一小时未再看到才结束。',
  'Alert:Priorities': '各类告警由谁优先处置；未列出的种类为中。',
  'Alert:Ladder': '居家静默告警无人接手时，依次在多久后通知谁。',
  'Alert:OutcomesKept': '居家静默或求助的处置结果及说明保存多久。',
  'Correlation:RadiusMetres': '与该事项首次上报相距多少米以内算同一事项。',
  'Correlation:Window': '与该事项最早或最晚一次上报相隔多久以内算同一事项。',
  'Correlation:Lateness': '上报最迟多久到达仍能归入其事项。',
  'Correlation:Memory': '归并结果记住多久，从该区最新上报算起。',
  'Correlation:MaxRemembered': '最多记住多少个归并结果，最旧的先忘。',
  'Dispatch:RoundDelay': '首次呼叫后多久开始一轮派遣，使同时到来的一并决定。',
  'Dispatch:OfferPatience': '派单多久未签收便改派下一位。',
  'Dispatch:MaxOffers': '一次派遣最多派给多少人；之后等待派遣员决定。',
  'Dispatch:TieShare': '比最近者远多少（占其距离的比例）仍视为同样近。',
  'Dispatch:TieMetres': '比最近者远多少米仍视为同样近；与比例取其大者。',
  'Drill:Pace': '演练中的处置力量比现实快多少倍。',
  'Drill:MetresPerSecond': '演练中的处置力量每秒直线行进多少米。',
  'Drill:DeclinedPercent': '演练中的处置力量每百单退回多少单。',
  'Router:SliceItems': '通道每次从日志取多少条。',
  'Router:GatherFor': '数据密集时，通道汇集住户读数多久再送达。',
  'Router:BackfillPatience': '补报旧数据的设备可以用多久补完，其间不判断其静默。',
  'Router:CheckpointItems': '每送达多少条记一次检查点。',
  'Router:CheckpointInterval': '有送达时每隔多久记一次检查点。',
  'Router:Lateness': '时钟等待仍在途中的观测多久。',
};

/** The finest place for which a pack's parameter may be set. */
export const fineness: Record<string, Text> = {
  city: ['全市', 'the city'],
  district: ['区县', 'a district'],
  area: ['区域', 'an area'],
  device: ['设备', 'a device'],
};
