using Xunit;

namespace CityActors.Packs.Cases;

/// <summary>The check of types of case: the pack that ships has no fault, and each fault is told by code, file, line and mend.</summary>
public sealed class CaseCheckTests
{
    private const string Dispute = "cases/dispute.json";
    private const string Matter = "cases/matter.json";
    private const string Court = "cases/judicial-confirmation.json";
    private const string Texts = "channels.json";
    private const string Pools = "pools.json";
    private const string Roles = "roles.json";

    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Fact]
    public void Run_Mediation_FindsNothing() => Assert.Empty(PackCheck.Run(Shipped.Find("mediation")!, Shipped).Select(static fault => fault.ToString()));

    [Theory]
    [InlineData("N1", Dispute, "{\"is\": \"flag\", \"for\": [\"$parties\"]", "{\"is\": \"flag\", \"for\": [\"$mediator\"]", "opened to parties")]
    [InlineData("S1", Dispute, "\"is\": \"flag\", \"for\"", "\"is\": \"flag\", \"class\": \"internal\", \"for\"", "Only what is personal")]
    [InlineData("S1", Dispute, "{ \"case\": \"dispute\"", "{ \"case\": \"quarrel\"", "named after")]
    [InlineData("S1", Dispute, "\"registered\": {\"start\": true, ", "\"registered\": {", "begins in one state")]
    [InlineData("S1", Dispute, "\"accepted\": {\"name\"", "\"accepted\": {\"start\": true, \"name\"", "accepted, registered")]
    [InlineData("S1", Matter, "\"registered\": {\"start\": true, ", "\"registered\": {\"start\": true, \"end\": \"closed\", ", "an end at once")]
    [InlineData("S1", Dispute, "{\"stop\": \"accept\"}, {\"start\": \"appoint\"}", "{\"stop\": \"accept\", \"start\": \"appoint\"}", "one thing")]
    [InlineData("S1", Dispute, "{\"stop\": \"accept\"}, {\"start\": \"appoint\"}", "{}, {\"start\": \"appoint\"}", "Nothing is done")]
    [InlineData("S1", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"set\": \"oral\"}", "needs 'to'")]
    [InlineData("S1", Dispute, "{\"start\": \"urge\"}, {\"tell\": \"$parties\", \"text\": \"now-due\"}", "{\"start\": \"urge\", \"within\": \"3 days\"}, {\"tell\": \"$parties\", \"text\": \"now-due\"}", "does not take 'within'")]
    [InlineData("S1", Dispute, "\"then\": [{\"hand\": \"area\", \"to\": \"district\"}]}", "\"then\": [{\"if\": \"count($applicant) > 1\", \"then\": [{\"hand\": \"area\", \"to\": \"district\"}]}]}", "within another")]
    [InlineData("S1", Dispute, "\"then\": [{\"hand\": \"area\", \"to\": \"district\"}]}", "\"then\": []}", "Nothing follows")]
    [InlineData("S1", Dispute, "{\"hand\": \"area\", \"to\": \"district\"}", "{\"hand\": \"court\", \"to\": \"district\"}", "'unit', to an 'area'")]
    [InlineData("T2", Dispute, "{\"hand\": \"area\", \"to\": \"district\"}", "{\"hand\": \"level\", \"to\": \"wish\"}", "wish")]
    [InlineData("T2", Dispute, "\"warn\": \"5 natural-days\"", "\"warn\": 1.5", "no share of the limit")]
    [InlineData("T2", Dispute, "\"warn\": \"5 natural-days\"", "\"warn\": \"soon\"", "no length of time")]
    [InlineData("S1", Dispute, "\"window\": {\"until\": \"today + 30 natural-days\"", "\"window\": {\"until\": \"today + 30 natural-days\", \"warn\": 0.5", "no limit of which")]
    [InlineData("S1", Dispute, "{\"on\": {\"due\": \"window\"}, \"from\": [\"effective\", \"joining\", \"confirming\"]", "{\"on\": {\"warn\": \"urge\"}, \"from\": [\"effective\", \"joining\", \"confirming\"]", "never warns")]
    [InlineData("N1", Dispute, "{\"on\": {\"due\": \"window\"}, \"from\": [\"effective\", \"joining\", \"confirming\"]", "{\"on\": {\"warn\": \"tea\"}, \"from\": [\"effective\", \"joining\", \"confirming\"]", "'tea'")]
    [InlineData("N1", Dispute, "{\"offered\": \"mediator\"}", "{\"offered\": \"judge\"}", "'judge'")]
    [InlineData("S1", Dispute, "{\"tell\": \"$mediator\", \"text\": \"may-be-yours\"}", "{\"tell\": \"$mediator\", \"text\": \"may-be-yours\"}, {\"release\": \"mediator\"}", "has not answered: leave 'release'")]
    [InlineData("S1", Dispute, "{\"tell\": \"$mediator\", \"text\": \"may-be-yours\"}", "{\"ask\": \"sign\", \"of\": [\"$mediator\"], \"need\": \"all\", \"within\": \"7 natural-days\"}", "has not answered: leave 'ask'")]
    [InlineData("A3", Dispute, "{\"tell\": \"$mediator\", \"text\": \"yours\"}", "{\"tell\": \"$mediator\", \"text\": \"may-be-yours\"}", "the hole line.until")]
    [InlineData("P3", Dispute, "\"text\": \"may-be-yours\"", "\"text\": \"yours\"", "'$mediator' is only asked")]
    [InlineData("S1", Dispute, "\"note\": {},", "\"note\": {}, \"revisit\": {\"from\": [\"failed\"], \"to\": \"failed\"},", "is an end")]
    [InlineData("S1", Dispute, "{\"on\": {\"due\": \"window\"}", "{\"on\": {\"due\": \"window\", \"nobody\": \"mediator\"}", "one thing brings")]
    [InlineData("S1", Dispute, "{\"on\": {\"due\": \"window\"}", "{\"on\": {}", "what brings it")]
    [InlineData("S1", Dispute, "{\"asked\": \"sign\", \"answer\": \"no\"}", "{\"asked\": \"sign\"}", "stand together")]
    [InlineData("S1", Dispute, "\"need\": \"all\", \"within\": \"3 natural-days\"}", "\"need\": \"all\"}", "never late")]
    [InlineData("S1", Dispute, "\"need\": \"all\", \"within\": \"3 natural-days\"}", "\"need\": \"most\", \"within\": \"3 natural-days\"}", "how many must agree")]
    [InlineData("S1", Dispute, "\"by\": [\"intake-clerk\"], \"form\"", "\"by\": [], \"form\"", "Nobody may do it")]
    [InlineData("S1", Dispute, "\"by\": [\"intake-clerk\"], \"form\"", "\"by\": [\"The Clerk\"], \"form\"", "is nobody")]
    [InlineData("S1", Dispute, "\"by\": [\"$mediator\"], \"form\": [{\"field\": \"mode\"}]", "\"by\": [\"mediator\"], \"form\": [{\"field\": \"mode\"}]", "write \"$mediator\"")]
    [InlineData("S1", Dispute, "\"act\": \"tick\", \"flag\": \"done\"", "\"act\": \"tick\"", "which flag")]
    [InlineData("S1", Dispute, "\"is\": \"flag\", \"for\"", "\"is\": \"flags\", \"for\"", "is no type")]
    [InlineData("S1", Dispute, "\"is\": \"list\", \"most\": 30", "\"is\": \"list\", \"most\": 3000", "at most")]
    [InlineData("S1", Dispute, "\"least\": 1, \"most\": 50, \"name\": {\"en\": \"Applicant\"", "\"least\": 60, \"most\": 50, \"name\": {\"en\": \"Applicant\"", "least")]
    [InlineData("S1", Dispute, "\"pool\": \"mediators\", \"seats\": 1", "\"pool\": \"mediators\", \"seats\": 1.5", "whole number")]
    [InlineData("S1", Dispute, "\"urge\": {\"limit\": \"15 natural-days\", ", "\"urge\": {\"limit\": \"15 natural-days\", \"until\": \"today\", ", "one of them")]
    [InlineData("S1", Dispute, "\"ends\": [\"fulfilled\", \"failed\"]", "\"ends\": [\"fulfilled\", \"mediating\"]", "is no end")]
    [InlineData("S1", Dispute, "\"transfer\": {\"by\": [\"station-head\"]}", "\"transfer\": {\"by\": []}", "Nobody may hand it on")]
    [InlineData("R1", Dispute, "\"transfer\": {\"by\": [\"station-head\"]}", "\"transfer\": {\"by\": [\"station-chief\"]}", "station-head")]
    [InlineData("R1", Dispute, "\"by\": [\"intake-clerk\"], \"form\"", "\"by\": [\"clerk\"], \"form\"", "roles.json")]
    [InlineData("R4", Roles, "\"roles\": [", "\"roles\": [\n  {\"role\": \"porter\", \"name\": {\"en\": \"Porter\", \"zh\": \"门卫\"}, \"held-by\": [\"officer\"]},", "may do nothing")]
    [InlineData("N2", Roles, "\"roles\": [", "\"roles\": [\n  {\"role\": \"judge\", \"name\": {\"en\": \"Judge\", \"zh\": \"法官\"}, \"held-by\": [\"officer\"]},", "twice")]
    [InlineData("S1", Roles, "\"held-by\": [\"dispatcher\"], \"posts\": [\"township.mediation-station\"]", "\"held-by\": []", "Nobody could")]
    [InlineData("S1", Dispute, "{\"on\": {\"due\": \"window\"}", "{\"on\": {\"reported\": true}", "reported by many")]
    [InlineData("S1", Dispute, "\"do\": \"complete\", ", "\"do\": \"complete\", \"must\": [{\"that\": \"count(sessions) >= 1\", \"code\": \"No session\"}], ", "no code of a refusal")]
    [InlineData("S1", Dispute, "{\"field\": \"wish\", \"optional\": true}", "{\"field\": \"wish\", \"optional\": true, \"else\": \"wish\"}", "leave 'optional' out")]
    [InlineData("S1", Dispute, "{\"field\": \"terms\", \"act\": \"tick\"", "{\"field\": \"terms\", \"else\": \"terms\", \"act\": \"tick\"", "leave 'else' out")]
    [InlineData("S1", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"seat\": \"mediator\"}", "needs 'from'")]
    [InlineData("S1", Matter, "\"case\": \"matter\", ", "\"case\": \"matter\", \"grain\": \"work-order\", ", "has a category")]
    [InlineData("S1", Dispute, "\"unit\": \"township.mediation-station\"", "\"unit\": \"category.unit\"", "Only a work order")]
    [InlineData("S1", "lists/dispute-kinds.csv", "neighbours,Neighbours,邻里", "neighbours,Neighbours,", "both names")]
    [InlineData("N1", Dispute, "\"owner\": {\"area\": \"place\"", "\"owner\": {\"area\": \"story\"", "is no area")]
    [InlineData("N1", Dispute, "\"to\": \"accepted\", \"by\": [\"intake-clerk\"]", "\"to\": \"excepted\", \"by\": [\"intake-clerk\"]", "state 'excepted'")]
    [InlineData("N1", Dispute, "\"from\": [\"signing\"], \"to\": \"effective\"", "\"from\": [\"singing\"], \"to\": \"effective\"", "state 'singing'")]
    [InlineData("N1", Dispute, "{\"start\": \"appoint\"}, {\"if\"", "{\"start\": \"appoints\"}, {\"if\"", "clock 'appoints'")]
    [InlineData("N1", Dispute, "{\"on\": {\"due\": \"window\"}", "{\"on\": {\"due\": \"windows\"}", "clock 'windows'")]
    [InlineData("N1", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"set\": \"orally\", \"to\": \"true\"}", "field 'orally'")]
    [InlineData("N1", Dispute, "\"form\": [{\"field\": \"mode\"}]", "\"form\": [{\"field\": \"mood\"}]", "field 'mood'")]
    [InlineData("N1", Dispute, "\"act\": \"tick\", \"flag\": \"done\"", "\"act\": \"tick\", \"flag\": \"what\"", "no flag 'what'")]
    [InlineData("N1", Dispute, "\"is\": \"choice:dispute-kinds\"", "\"is\": \"choice:kinds\"", "no list 'kinds'")]
    [InlineData("N1", Dispute, "{\"assigned\": \"mediator\"}", "{\"assigned\": \"mediators\"}", "holder 'mediators'")]
    [InlineData("N1", Dispute, "{\"asked\": \"join\", \"answer\": \"no\"}", "{\"asked\": \"joint\", \"answer\": \"no\"}", "ask 'joint'")]
    [InlineData("N5", Dispute, "\"failed\": {\"end\"", "\"not-begun\": {\"end\"", "could not begin")]
    [InlineData("N1", Dispute, "{\"child\": \"confirmation\", \"reached\": \"declined\"}", "{\"child\": \"court\", \"reached\": \"declined\"}", "child 'court'")]
    [InlineData("N1", Dispute, "{\"child\": \"confirmation\", \"reached\": \"declined\"}", "{\"child\": \"confirmation\", \"reached\": \"denied\"}", "'denied'")]
    [InlineData("N1", Matter, "{\"child\": \"referral\", \"reached\": \"cancelled\"}", "{\"child\": \"referral\", \"reached\": \"canceled\"}", "'canceled'")]
    [InlineData("N1", Dispute, "{\"open\": \"judicial-confirmation\"", "{\"open\": \"confirmation\"", "type of case 'confirmation'")]
    [InlineData("N1", Dispute, "\"$applicants\": \"$parties\"", "\"$applicants\": \"$parties\", \"judge\": \"case.id\"", "'judge'")]
    [InlineData("N1", Matter, "\"text\": \"story\"", "\"story\": \"story\"", "'story'")]
    [InlineData("N1", Dispute, "\"by\": [\"$mediator\"], \"form\": [{\"field\": \"mode\"}]", "\"by\": [\"$judge\"], \"form\": [{\"field\": \"mode\"}]", "party or holder 'judge'")]
    [InlineData("N1", Dispute, "{\"tell\": \"$respondent\", \"text\": \"withdrawn\"}", "{\"tell\": \"$respondent\", \"text\": \"withdrew\"}", "text 'withdrew'")]
    [InlineData("N1", Dispute, "\"extension\": {\"clock\": \"mediate\"", "\"extension\": {\"clock\": \"mediation\"", "clock 'mediation'")]
    [InlineData("N1", Dispute, "\"consent\": \"$parties\"", "\"consent\": \"$partys\"", "'partys'")]
    [InlineData("N1", Dispute, "\"events\": [", "\"drill\": {\"accepted\": [{\"do\": \"refuse\"}]},\n  \"events\": [", "command from 'accepted'")]
    [InlineData("N1", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"sign\": \"judge\"}", "holder 'judge'")]
    [InlineData("N1", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"seat\": \"mediator\", \"from\": \"chosen\"}", "field 'chosen'")]
    [InlineData("N2", Dispute, "\"mediator\": {\"pool\"", "\"kind\": {\"pool\"", "tell them apart")]
    [InlineData("N2", Dispute, "\"applicant\": {\"is\"", "\"term\": {\"is\"", "parameter of the pack")]
    [InlineData("N2", Dispute, "\"wish\": {\"is\"", "\"stars\": {\"is\"", "trait brings a field 'stars'")]
    [InlineData("N2", Court, "\"id\": \"confirmation\"", "\"id\": \"dispute\"", "Another type")]
    [InlineData("N2", Dispute, "{\"field\": \"level\"}, ", "{\"field\": \"level\"}, {\"field\": \"level\"}, ", "twice")]
    [InlineData("N5", Matter, "{\"do\": \"reply\"", "{\"do\": \"answer\"", "whoever is asked")]
    [InlineData("N5", Dispute, "\"appointed\": {\"name\"", "\"open\": {\"name\"", "means something")]
    [InlineData("F2", Matter, "\"story\": \"story\", \"kind\"", "\"kind\"", "cannot begin without story")]
    [InlineData("F2", Matter, "\"$applicant\": \"$asker\", ", "", "cannot begin without $applicant")]
    [InlineData("F3", Matter, "{\"en\": \"Kind of dispute\", \"zh\": \"纠纷类型\"}", "{\"en\": \"Sort\", \"zh\": \"纠纷类型\"}", "called the same")]
    [InlineData("T0", Matter, "\"if\": \"count($other) >= 1\"", "\"if\": \"count($other) >= \"", "column")]
    [InlineData("T1", Dispute, "\"do\": \"complete\", ", "\"do\": \"complete\", \"must\": [{\"that\": \"oral\"}], ", "oral")]
    [InlineData("T2", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"seat\": \"mediator\", \"from\": \"terms\"}", "who was chosen")]
    [InlineData("T2", Dispute, "{\"field\": \"wish\", \"optional\": true}", "{\"field\": \"wish\", \"else\": \"count(sessions)\"}", "ref to mediator")]
    [InlineData("T2", Dispute, "{\"release\": \"mediator\"}, {\"start\": \"appoint\"}", "{\"release\": \"mediator\", \"who\": \"story\"}, {\"start\": \"appoint\"}", "story")]
    [InlineData("T1", Dispute, "\"if\": \"all(terms where done ?? false)\"", "\"if\": \"all(terms where done)\"", "done")]
    [InlineData("T1", Dispute, "\"form\": [{\"field\": \"level\"}, ", "\"form\": [{\"field\": \"level\", \"optional\": true}, ", "level")]
    [InlineData("T2", Dispute, "\"if\": \"level == \\\"hard\\\"\"", "\"if\": \"level == \\\"tough\\\"\"", "tough")]
    [InlineData("T2", Dispute, "{\"set\": \"oral\", \"to\": \"true\"}", "{\"set\": \"oral\", \"to\": \"12\"}", "flag")]
    [InlineData("T2", Dispute, "\"until\": \"max(terms.until where has(until))\"", "\"until\": \"count(terms)\"", "until a date")]
    [InlineData("T2", Dispute, "\"default\": \"none\"", "\"default\": \"never\"", "does not fit")]
    [InlineData("T2", Dispute, "\"appoint\": {\"limit\": \"8 working-hours\"", "\"appoint\": {\"limit\": \"8 working-hour\"", "length of time")]
    [InlineData("T2", Dispute, "\"within\": \"7 natural-days\"", "\"within\": \"$term\"", "for an answer")]
    [InlineData("T2", Dispute, "\"by\": \"30 natural-days\"", "\"by\": \"30\"", "length of time")]
    [InlineData("T2", Dispute, "\"by\": \"30 natural-days\"", "\"by\": \"20 working-days\"", "counted by those hours")]
    [InlineData("T2", Dispute, "\"limit\": \"$accept\"", "\"limit\": \"90 seconds\"", "clock can count")]
    [InlineData("T2", Dispute, "{\"field\": \"mode\"}", "{\"field\": \"mode\", \"act\": \"append\"}", "is no list")]
    [InlineData("T2", Court, "{\"stop\": \"receive\"}, {\"start\"", "{\"stop\": \"receive\"}, {\"set\": \"ruling\", \"to\": \"number\"}, {\"start\"", "is a file")]
    [InlineData("T2", Matter, "\"kind\": \"kind\", ", "\"kind\": \"story\", ", "story")]
    [InlineData("T3", Dispute, "\"if\": \"all(terms where done ?? false)\"", "\"if\": \"all(terms where count(case.lines where any(sessions where count(present) > 0)) > 1)\"", "column")]
    [InlineData("T4", Dispute, "\"if\": \"level == \\\"hard\\\"\"", "\"if\": \"hardness == \\\"hard\\\"\"", "hardness")]
    [InlineData("T4", Dispute, "\"limit\": \"$accept\"", "\"limit\": \"$except\"", "'$except'")]
    [InlineData("T5", Matter, "\"if\": \"count($other) >= 1\"", "\"if\": \"count($other) >= 0\"", "always")]
    [InlineData("T6", Dispute, "\"owner\": {\"area\": \"place\"", "\"never\": [\"level\"], \"owner\": {\"area\": \"place\"", "level")]
    [InlineData("G1", Dispute, "\"from\": [\"accepted\"], \"to\": \"appointed\"", "\"from\": [\"accepted\"], \"to\": \"mediating\"", "'appointed'")]
    [InlineData("G2", Matter, "\"from\": [\"answering\"], \"to\": \"closed\"", "\"from\": [\"answering\"], \"to\": \"answering\"", "no end can be reached")]
    [InlineData("G3", Matter, "\"from\": [\"answering\"], \"to\": \"closed\"", "\"from\": [\"mediating\"], \"to\": \"closed\"", "'answering'")]
    [InlineData("G4", Dispute, "\"from\": [\"accepted\"], \"if\": \"case.area.level != \\\"district\\\"\", ", "\"from\": [\"accepted\"], ", "earlier event")]
    [InlineData("G5", Dispute, "\"events\": [", "\"events\": [\n    {\"on\": {\"begun\": true}, \"from\": [\"registered\"], \"to\": \"mediating\"}, {\"on\": {\"begun\": true}, \"from\": [\"mediating\", \"registered\"], \"to\": \"failed\"},", "go on by itself")]
    [InlineData("G6", Dispute, "\"commands\": [", "\"commands\": [\n    {\"do\": \"look\", \"from\": [\"effective\"], \"to\": \"effective\", \"by\": [\"$mediator\"], \"name\": {\"en\": \"Look\", \"zh\": \"查看\"}},", "does nothing")]
    [InlineData("G7", Dispute, "\"from\": [\"appointed\", \"mediating\"], \"to\": \"failed\", \"by\"", "\"from\": [\"appointed\", \"mediating\", \"broken\"], \"to\": \"failed\", \"by\"", "broken is an end")]
    [InlineData("G8", Matter, "\"as\": \"mediation\", \"outlives\": true, ", "\"as\": \"mediation\", ", "goes on")]
    [InlineData("K1", Matter, "{\"stop\": \"accept\"}, {\"start\": \"answer\"}", "{\"stop\": \"accept\"}", "'answering'")]
    [InlineData("K2", Dispute, "{\"resume\": \"mediate\"}", "{\"resume\": \"window\"}", "never paused")]
    [InlineData("K2", Dispute, "{\"pause\": \"mediate\"}", "{\"pause\": \"urge\"}", "never runs")]
    [InlineData("K2", Matter, "{\"stop\": \"accept\"}, {\"start\": \"answer\"}", "{\"pause\": \"accept\"}, {\"start\": \"answer\"}", "no way from there")]
    [InlineData("K3", Dispute, "{\"on\": {\"due\": \"window\"}, \"from\": [\"effective\", \"joining\", \"confirming\"]", "{\"on\": {\"due\": \"window\"}, \"from\": [\"effective\", \"joining\"]", "confirming")]
    [InlineData("K5", Dispute, "\"begin\": [{\"start\": \"accept\"}]", "\"begin\": []", "Nothing starts 'accept'")]
    [InlineData("K6", Dispute, "\"need\": \"all\", \"within\": \"3 natural-days\"}", "\"need\": \"all\", \"within\": \"31 natural-days\"}", "'urge' runs out")]
    [InlineData("K7", Dispute, "{\"on\": {\"asked\": \"sign\", \"answer\": \"late\"}, \"from\": [\"signing\"]", "{\"on\": {\"asked\": \"sign\", \"answer\": \"late\"}, \"from\": [\"mediating\"]", "'late'")]
    [InlineData("K7", Matter, "{\"child\": \"referral\", \"reached\": \"merged\"}", "{\"child\": \"referral\", \"reached\": \"filed\"}", "its end 'merged'")]
    [InlineData("A3", Dispute, "{\"tell\": \"$mediator\", \"text\": \"now-due\"}", "{\"tell\": \"$mediator\", \"text\": \"court-confirmed\"}", "does not fill")]
    [InlineData("A3", Texts, "{case.id} is answered.", "{case.number} is answered.", "case.number")]
    [InlineData("X2", Texts, "\"zh\": \"{case.id}已答复。\"", "\"zh\": \"已答复。\"", "same")]
    [InlineData("X1", Dispute, "{\"en\": \"How it is held\", \"zh\": \"调解方式\"}", "{\"en\": \"How it is held\"}", "Chinese text is missing")]
    [InlineData("X3", Dispute, "\"zh\": \"送签协议\"", "\"zh\": \"Sign\"", "no Chinese")]
    [InlineData("X4", Dispute, "\"en\": \"Send the agreement for signature\"", "\"en\": \"Send the agreement for signature to everybody who takes part in the mediation\"", "60")]
    public void Run_OneFault_NamesCodeFileLineAndMend(string code, string path, string what, string by, string says)
    {
        var faults = Check(path, what, by);
        var fault = faults.FirstOrDefault(fault => fault.Code == code && fault.File == path && fault.What.Contains(says, StringComparison.Ordinal));
        Assert.True(fault is { Line: > 0 }, string.Join('\n', faults));
    }

    [Fact]
    public void Run_MoreThanCanBeOverlooked_IsTooLarge()
    {
        var states = string.Join(", ", Enumerable.Range(0, 60).Select(static i => $"\"more-{i}\": {{\"name\": {{\"en\": \"More\", \"zh\": \"更多\"}}}}"));
        Assert.Contains(Check(Matter, "\"referred\": {", $"{states}, \"referred\": {{"), static fault => fault is { Code: "S3", File: Matter, Line: > 0, Path: "$.states" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("code;en;zh\nneighbours;Neighbours;邻里\n")]
    [InlineData("code,en,zh\n\"neighbours")]
    [InlineData("code,en,zh\nneighbours\n")]
    public void Run_BrokenList_IsTold(string list) =>
        Assert.Contains(PackCheck.Run(Read(SeedPacks.Read("mediation").With("lists/dispute-kinds.csv", list)), Shipped), static fault => fault is { Code: "S1", File: "lists/dispute-kinds.csv", Line: > 0 });

    [Fact]
    public void Run_ListThatNoFieldUses_IsNoListOfCodes() =>
        Assert.Empty(PackCheck.Run(Read(SeedPacks.Read("mediation").With("lists/prices.csv", "what,price (CNY)\npump,100\n")), Shipped));

    [Fact]
    public void Run_StateThatOnlyAMissingHolderLeaves_IsRefused()
    {
        var files = SeedPacks.Read("mediation").Replace(Dispute, "{\"on\": {\"assigned\": \"mediator\"}, \"from\": [\"accepted\"]", "{\"on\": {\"nobody\": \"mediator\"}, \"from\": [\"accepted\"]")
            .Replace(Dispute, "\"from\": [\"registered\", \"accepted\", \"appointed\", \"mediating\"]", "\"from\": [\"registered\", \"appointed\", \"mediating\"]");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault is { Code: "R5", File: Dispute, Line: > 0, Path: "$.states.accepted" });
    }

    [Fact]
    public void Run_ParameterThatNoClockCanCount_IsRefusedWhereItIsALimit() =>
        Assert.Contains(Check("pack.json", "\"least\": \"15 minutes\"", "\"least\": \"90 seconds\""), static fault => fault is { Code: "T2", File: Dispute, Line: > 0, Path: "$.clocks.accept.limit" });

    [Fact]
    public void Run_ParameterNamedAsWhoActs_IsTaken() =>
        Assert.Contains(Check("pack.json", "\"accept\": {\"is\"", "\"me\": {\"is\""), static fault => fault is { Code: "N2", File: "pack.json", Line: > 0, Path: "$.parameters.me" });

    [Fact]
    public void Run_WorkingDayAgainstWorkingHours_IsEightOfThem()
    {
        var files = SeedPacks.Read("mediation").Replace(Dispute, "\"need\": \"all\", \"within\": \"3 natural-days\"}", "\"need\": \"all\", \"within\": \"20 working-hours\"}")
            .Replace(Dispute, "\"window\": {\"until\": \"today + 30 natural-days\"", "\"window\": {\"limit\": \"2 working-days\"");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault is { Code: "K6", File: Dispute, Line: > 0 });
        Assert.DoesNotContain(PackCheck.Run(Read(files.Replace(Dispute, "2 working-days", "3 working-days")), Shipped), static fault => fault.Code == "K6");
    }

    [Fact]
    public void Run_TextOfLowerClassThanItsField_IsRefused() =>
        Assert.Contains(Check(Texts, "\"text\": \"yours\", \"class\": \"personal\", \"en\": \"{case.id} is yours: {field.kind}", "\"text\": \"yours\", \"en\": \"{case.id} is yours: {field.story}"), static fault => fault is { Code: "P1", File: Dispute, Line: > 0 } && fault.What.Contains("'story', which is personal", StringComparison.Ordinal));

    [Theory]
    [InlineData("yours", "is personal, and 'station-head' is a role")]
    [InlineData("refused", "shows {line.why}")]
    public void Run_PersonalTextToARole_IsRefused(string text, string says) =>
        Assert.Contains(Check(Dispute, "{\"tell\": \"station-head\", \"text\": \"nobody\"}", $"{{\"tell\": \"station-head\", \"text\": \"{text}\"}}"), fault => fault is { Code: "P3", File: Dispute, Line: > 0 } && fault.What.Contains(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("S1", Pools, "\"offer\": \"4 working-hours\", \"offers\": 5", "\"offers\": 5", "Nobody is asked first as 'mediator'")]
    [InlineData("P3", Texts, "before {line.until}", "before {line.until}: {line.why}", "shows {line.why}")]
    public void Run_OfferThatAnotherFileSpoils_IsRefusedWhereItIsHeard(string code, string path, string what, string by, string says) =>
        Assert.Contains(Check(path, what, by), fault => fault.Code == code && fault is { File: Dispute, Line: > 0 } && fault.What.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void Run_TextAboveItsReceiver_IsRefused()
    {
        var files = SeedPacks.Read("mediation")
            .Replace(Texts, "{ \"texts\": [", "{ \"receivers\": [ { \"receiver\": \"board\", \"class\": \"public\", \"name\": {\"en\": \"Notice board\", \"zh\": \"公告栏\"} } ],\n  \"texts\": [")
            .Replace(Dispute, "{\"tell\": \"station-head\", \"text\": \"nobody\"}", "{\"tell\": \"board\", \"text\": \"nobody\"}");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault is { Code: "P3", File: Dispute, Line: > 0 } && fault.What.Contains("'board' may read what is public", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_StateThatWaitsAndSaysForWhat_NeedsNoClock()
    {
        var files = SeedPacks.Read("mediation").Replace(Matter, "{\"stop\": \"accept\"}, {\"start\": \"answer\"}", "{\"stop\": \"accept\"}")
            .Replace(Matter, "\"answering\": {", "\"answering\": {\"waits\": {\"en\": \"For the clerk.\", \"zh\": \"等待答复。\"}, ");
        Assert.DoesNotContain(PackCheck.Run(Read(files), Shipped), static fault => fault.Code == "K1");
    }

    [Fact]
    public void Run_FaultOfATrait_PointsAtTheTrait() =>
        Assert.Contains(Check(Court, "\"clock\": \"examine\"", "\"clock\": \"examined\""), static fault => fault is { Code: "T4", File: Court, Line: > 0, Path: "$.with.extension" });

    [Fact]
    public void Run_TypeOfAnotherPack_IsTaken()
    {
        var other = Read(SeedPacks.Read("mediation").Replace("pack.json", "\"pack\": \"mediation\"", "\"pack\": \"arbitration\""));
        Assert.Contains(PackCheck.Run(other, Shipped), static fault => fault is { Code: "N2", File: Dispute } && fault.What.Contains("'mediation'", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_SuspensionReopeningAndAppeal_AreTakenIntoTheWays()
    {
        var files = SeedPacks.Read("mediation")
            .Replace(Matter, "\"referred\": {\"name\"", "\"put-off\": {\"name\": {\"en\": \"Put off\", \"zh\": \"挂账\"}},\n    \"referred\": {\"name\"")
            .Replace(Matter, "\"finish\": {\"limit\"", "\"put-off\": {\"until\": \"until\", \"name\": {\"en\": \"Put off\", \"zh\": \"挂账\"}},\n    \"finish\": {\"limit\"")
            .Replace(Matter, "\"with\": {\n", "\"with\": {\n    \"suspension\": {\"from\": [\"answering\"], \"to\": \"put-off\", \"back\": \"answering\", \"clock\": \"put-off\", \"pauses\": \"answer\", \"longest\": \"365 natural-days\"},\n    "
                + "\"reopening\": {\"from\": [\"closed\"], \"to\": \"answering\", \"starts\": \"answer\"}, \"appeal\": {\"from\": [\"refused\"], \"who\": [\"$asker\"], \"by\": [\"station-head\"]},\n");
        Assert.Empty(PackCheck.Run(Read(files), Shipped).Select(static fault => fault.ToString()));
        Assert.Contains(PackCheck.Run(Read(files.Replace(Matter, "\"pauses\": \"answer\"", "\"pauses\": \"accept\"")), Shipped), static fault => fault is { Code: "K2", Path: "$.with.suspension" });
        Assert.Contains(PackCheck.Run(Read(files.Replace(Matter, "\"until\": \"until\"", "\"limit\": \"3 days\"")), Shipped), static fault => fault is { Code: "S1", Path: "$.with.suspension.clock" });
        Assert.Contains(PackCheck.Run(Read(files.Replace(Matter, "\"from\": [\"closed\"], \"to\": \"answering\"", "\"from\": [\"closed\"], \"to\": \"refused\"")), Shipped), static fault => fault is { Code: "S1", Path: "$.with.reopening.to" });
    }

    private static IReadOnlyList<PackFault> Check(string path, string what, string by) => PackCheck.Run(Read(SeedPacks.Read("mediation").Replace(path, what, by)), Shipped);

    private static PackFiles Read(Dictionary<string, ReadOnlyMemory<byte>> files) =>
        PackReader.Read(files, out var faults) ?? throw new FormatException(string.Join('\n', faults));
}
