namespace CityActors.Client.Tests.CommandLine;

public sealed class PackCommandsTests : PackTool
{
    [Theory]
    [InlineData("air")]
    [InlineData("orders")]
    public async Task Check_ShippedPack_IsOk(string name)
    {
        Assert.Equal(ExitCode.Ok, await City("pack", "check", Path.Combine(packs, name)));
        Assert.Empty(results.ToString());
        Assert.Contains("nothing is wrong", says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_BesideAnotherFolder_IsOk()
    {
        Assert.Equal(ExitCode.Ok, await City("pack", "check", Copy("air") + Path.DirectorySeparatorChar, "--beside", packs));
        Assert.Equal(ExitCode.CheckFailed, await City("pack", "check", Path.Combine(copies.FullName, "air")));
        Assert.Contains("N1 pack.json:3 $.needs.base: There is no pack 'base' beside this one: install it first, or tell 'city pack check' with --beside <folder>", results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FaultyPack_NamesEachFault()
    {
        var air = Copy("air", "watch.json", "$light - 15", "$lite - 15");
        Assert.Equal(ExitCode.CheckFailed, await City("pack", "check", air, "--beside", packs));
        Assert.Equal(
            "T4 watch.json:3 $.rules[0].levels[0].until: '$lite - 15', column 1: $lite may not be read here; there are: $day-limit, $heavy, $light, $medium.",
            results.ToString().Trim());
        Assert.Equal("air 1.2: 1 fault.", says.ToString().Trim());
    }

    [Fact]
    public async Task Check_PackThatCannotBeRead_NamesEachFault()
    {
        Assert.Equal(ExitCode.CheckFailed, await City("pack", "check", Copy("air", "watch.json", "on-delay", "ondelay")));
        Assert.StartsWith("S2 watch.json:4 $.rules[0]", results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FaultyPackBesideIt_IsLeftOut()
    {
        foreach (var name in (string[])["base", "orders", "rain"])
        {
            Copy(name);
        }

        Copy("fire", "pack.json", "\"format\"", "\"form\"");
        Assert.Equal(ExitCode.Ok, await City("pack", "check", Copy("air")));
        Assert.Contains("fire beside it cannot be read", says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Pack_HasBothLanguagesAndDefaults()
    {
        Assert.Equal(ExitCode.Ok, await City("pack", "show", Path.Combine(packs, "air")));
        foreach (var text in (string[])["空气监测站", "Air pollution", "115 ($light)", "100 ($light - 15)", "75 to 150", "on-delay 60 minutes", "district-duty", "alert.level == 3", "GB 3095-2012", "rule:pm25-jump", "空气污染应急响应", "1 low, 2 medium, 3 high"])
        {
            Assert.Contains(text, results.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_EveryShippedPack_IsOk()
    {
        foreach (var pack in Directory.GetDirectories(packs))
        {
            Assert.Equal(ExitCode.Ok, await City("pack", "show", pack));
        }
    }

    [Fact]
    public async Task Diff_Texts_AreAMinorVersion()
    {
        var next = Copy("air", "watch.json", "\"en\": \"Air pollution\"", "\"en\": \"Bad air\"");
        Change(next, "pack.json", "\"version\": \"1.2\"", "\"version\": \"1.3\"");
        Assert.Equal(ExitCode.Ok, await City("pack", "diff", Path.Combine(packs, "air"), next));
        Assert.Contains("\"Air pollution\" → \"Bad air\"", results.ToString(), StringComparison.Ordinal);
        Assert.Equal("air 1.2 and 1.3: 1 change, 0 faults.", says.ToString().Trim());
    }

    [Theory]
    [InlineData("watch.json", "\"rise\": 80", "\"rise\": 90", "U1 pack.json:1 $.version: ")]
    [InlineData("things.json", "\"unit\": \"m/s\"", "\"unit\": \"km/h\"", "U4 things.json:4 $.observations[2]: ")]
    [InlineData("watch.json", "\"of\": \"air-station.pm25\", \"uses\": \"stuck\"", "\"of\": \"air-station.wind\", \"uses\": \"stuck\"", "N2 watch.json:22 $.alerts[3].alert: ")]
    public async Task Diff_WhatMayNotFollow_IsCheckFailed(string file, string what, string by, string fault)
    {
        var next = Copy("air", file, what, by);
        Change(next, "pack.json", "\"version\": \"1.2\"", "\"version\": \"1.3\"");
        Assert.Equal(ExitCode.CheckFailed, await City("pack", "diff", Path.Combine(packs, "air"), next));
        Assert.Contains(fault, results.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pack")]
    [InlineData("things")]
    [InlineData("watch")]
    [InlineData("catalogue")]
    [InlineData("channels")]
    [InlineData("scene")]
    [InlineData("examples")]
    public async Task Schema_Section_IsPrinted(string section)
    {
        Assert.Equal(ExitCode.Ok, await City("pack", "schema", section));
        Assert.Contains("\"properties\"", results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfACommand_IsCalledAsItIsTyped()
    {
        Assert.Equal(ExitCode.Ok, await City("pack", "on", "--help"));
        Assert.Contains("city pack on <pack> [options]", results.ToString(), StringComparison.Ordinal);
        Assert.Contains("2026-01-05T14:45:00+08:00. Default: as soon as can be.", results.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pack", "check")]
    [InlineData("pack", "check", "no-such-folder")]
    [InlineData("pack", "show", "no-such-folder")]
    [InlineData("pack", "schema", "pages")]
    [InlineData("pack", "burn")]
    public async Task Pack_LineThatMakesNoSense_IsUsage(params string[] line)
    {
        Assert.Equal(ExitCode.Usage, await City(line));
        Assert.NotEmpty(says.ToString());
    }

    [Fact]
    public async Task Pack_OtherFolders_AreUsage()
    {
        Assert.Equal(ExitCode.Usage, await City("pack", "check", Path.Combine(packs, "air"), "--beside", "no-such-folder"));
        Assert.Equal(ExitCode.Usage, await City("pack", "diff", Path.Combine(packs, "air"), Path.Combine(packs, "fire")));
    }

    private string Copy(string name, string file, string what, string by)
    {
        var copy = Copy(name);
        Change(copy, file, what, by);
        return copy;
    }
}
