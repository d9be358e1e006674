namespace CityActors.Packs.Switches;

/// <summary>Whether a pack may be switched on or off, or taken out of use. Pure.</summary>
public static class SwitchRules
{
    /// <summary>The code of what <see cref="VersionTaken"/> says.</summary>
    private const string SameVersion = "U5";

    private static readonly int[] CodeLengths = [0, 2, 4, 6, 9, 12, 15];

    /// <summary>Why it may not be done; null: it may.</summary>
    /// <param name="book">What was done before.</param>
    /// <param name="act">What is to be done.</param>
    /// <param name="earliest">No instant before this one, UTC: others may have judged up to there.</param>
    public static PackRefusal? WhyNot(PackBook book, PackAct act, DateTimeOffset earliest)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(act);
        return act switch
        {
            _ when book.Packs.Find(act.Pack) is null => new("unknown-pack", $"The city has no pack '{act.Pack}': install it first.", $"本市没有应用包“{act.Pack}”，请先安装。"),
            _ when act.From < earliest => new(
                "too-early", $"'from' is {act.From:u}, and everything before {earliest:u} may be judged already: give that instant or a later one.", $"生效时间{act.From:u}过早：最早为{earliest:u}。"),
            _ when WrongArea(act) is { } area => new("bad-area", $"'{area}' is no code of an area, which has 2, 4, 6, 9, 12 or 15 digits; an empty one is the whole city.", $"“{area}”不是区域代码（2、4、6、9、12或15位数字；空为全市）。"),
            { Act: PackActKind.On } => WhyNotOn(book, act),
            { Act: PackActKind.Off } => WhyNotOff(book, act),
            { Act: PackActKind.Retire } => WhyNotRetired(book, act),
            _ => null,
        };
    }

    /// <summary>Why other content of a version that was on is refused, with the code of the check.</summary>
    public static string VersionTaken(PackFiles pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return $"{SameVersion}: '{pack.Name}' {pack.Manifest.Version} was on in this city with other content: raise the version in {pack.Name}/pack.json ('city pack diff' says how far), or begin with an empty data folder";
    }

    /// <summary>Whether a text is of the form of an area's code; empty: the whole city.</summary>
    public static bool IsArea(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.All(char.IsAsciiDigit) && CodeLengths.Contains(code.Length);
    }

    private static string? WrongArea(PackAct act) => act.Areas?.FirstOrDefault(static code => !IsArea(code));

    private static PackRefusal? WhyNotOn(PackBook book, PackAct act)
    {
        if (act.Digest is null || !book.Versions.TryGetValue(act.Digest, out var version) || version.Name != act.Pack)
        {
            return new("unknown-version", $"The city has no such version of '{act.Pack}': install it first.", $"本市没有应用包“{act.Pack}”的该版本，请先安装。");
        }

        if (book.IsRetired(act.Pack))
        {
            return new("retired", $"'{act.Pack}' was retired: install it again first.", $"应用包“{act.Pack}”已停用，请重新安装。");
        }

        if (version.Manifest.Switch == Format.SwitchMode.Order && (act.Order is not { } order || order.Purpose.Trim().Length == 0 || order.Until <= act.From))
        {
            return new("order-needed", $"'{act.Pack}' is on by a recorded order only: give 'order' with its purpose and an end after 'from'.", $"应用包“{act.Pack}”须凭指令启用：请填写用途和截止时间。");
        }

        return OtherVersion(book, act) ?? MissingNeed(book, act, version);
    }

    // A city speaks by one version of a pack.
    private static PackRefusal? OtherVersion(PackBook book, PackAct act)
    {
        foreach (var at in book.Since(act.From))
        {
            var elsewhere = book.Where(act.Pack, at).Where(place => place.Digest is not null && place.Digest != act.Digest && !act.Covers(place.Area)).Select(static place => place.Area).FirstOrDefault();
            if (elsewhere is not null)
            {
                return new("one-version", $"Another version of '{act.Pack}' is on in {Place(elsewhere)}, and a city has one version of a pack: name an area that covers that one, too, or none for the whole city.", $"应用包“{act.Pack}”的另一版本在{PlaceZh(elsewhere)}已启用，全市只能使用一个版本：请选择包含该处的区域，或不填区域以在全市切换。");
            }
        }

        return null;
    }

    private static PackRefusal? MissingNeed(PackBook book, PackAct act, PackFiles version)
    {
        var until = act.Order?.Until ?? DateTimeOffset.MaxValue;
        foreach (var (need, major) in version.Manifest.Needs)
        {
            var missing = from area in act.Areas!
                          from code in book.Within(area)
                          from at in book.Since(act.From).Where(at => at < until)
                          let digest = book.DigestOn(need, code, at)
                          where digest is null || !book.Versions.TryGetValue(digest, out var there) || there.Major != major
                          select code;
            if (missing.FirstOrDefault() is { } where)
            {
                return new("need-off", $"'{act.Pack}' needs '{need}' {major}, which is not on in {Place(where)} all the time: switch that on first.", $"应用包“{act.Pack}”依赖“{need}”（主版本{major}），而后者在{PlaceZh(where)}未全程启用：请先启用。");
            }
        }

        return null;
    }

    private static PackRefusal? WhyNotOff(PackBook book, PackAct act)
    {
        var then = book.With(act);
        foreach (var other in book.Packs.All.Where(pack => pack.Manifest.Needs.ContainsKey(act.Pack)))
        {
            var needing = from area in act.Areas!
                          from code in book.Within(area)
                          from at in book.Since(act.From)
                          where then.DigestOn(other.Name, code, at) is not null && then.DigestOn(act.Pack, code, at) is null
                          select code;
            if (needing.FirstOrDefault() is { } where)
            {
                return new("needed", $"'{other.Name}' is on in {Place(where)} and needs '{act.Pack}': switch that off first.", $"应用包“{other.Name}”在{PlaceZh(where)}已启用并依赖“{act.Pack}”：请先停用前者。");
            }
        }

        return null;
    }

    private static PackRefusal? WhyNotRetired(PackBook book, PackAct act)
    {
        var on = from at in book.Since(act.From) from place in book.Where(act.Pack, at) where place.Digest is not null select place.Area;
        if (on.FirstOrDefault() is { } where)
        {
            return new("still-on", $"'{act.Pack}' is on in {Place(where)}, or will be: switch it off there first.", $"应用包“{act.Pack}”在{PlaceZh(where)}已启用或即将启用：请先停用。");
        }

        return book.Packs.All.FirstOrDefault(pack => pack.Manifest.Needs.ContainsKey(act.Pack) && !book.IsRetired(pack.Name)) is { } other
            ? new("needed", $"'{other.Name}' needs '{act.Pack}': retire that first.", $"应用包“{other.Name}”依赖“{act.Pack}”：请先停用前者。")
            : null;
    }

    private static string Place(string area) => area.Length == 0 ? "the whole city" : area;

    private static string PlaceZh(string area) => area.Length == 0 ? "全市" : area;
}
