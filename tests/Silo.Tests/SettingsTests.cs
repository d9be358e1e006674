namespace CityActors.Silo.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("--Clock:Mode=moon", "Clock:Mode")]
    [InlineData("--Retention=0", "Retention")]
    [InlineData("--Keys:Admin=short", "Keys:Admin")]
    [InlineData("--Proxies=nginx", "Proxies")]
    [InlineData("--Proxies=10.0.0.0/99", "Proxies")]
    [InlineData("--SignIn:Authority=http://issuer.example", "SignIn:Authority")]
    [InlineData("--SignIn:Authority=https://issuer.example", "SignIn:ClientId")]
    [InlineData("--Seeds=/nowhere/at/all", "Seeds")]
    [InlineData("--Clock:Start=yesterday", "Clock:Start")]
    [InlineData("--Rules:Drill:Pace=0", "Rules:Drill:Pace")]
    [InlineData("--Rules:Drill:Speed=2", "Rules:Drill:Speed")]
    [InlineData("--Urls=localhost:19090", "Urls")]
    [InlineData("--Urls=http://localhost:99999", "Urls")]
    public async Task Start_WrongSetting_EndsAndNamesTheKey(string argument, string key)
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await CityProcess.StartAndFail(folder.Path, argument);

        Assert.Equal(2, exitCode);
        Assert.Contains($"The setting {key} ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AReplaysFolderOnTheWallClock_EndsAndSaysSo()
    {
        using var folder = new TempFolder();
        await using (await CityProcess.StartReplay(folder.Path, SmallTown.Start))
        {
            // Begun as a replay.
        }

        var (exitCode, output) = await CityProcess.StartAndFail(folder.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("The setting Clock:Mode ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataFolderInUse_EndsAndNamesTheFolder()
    {
        using var folder = new TempFolder();
        await using var first = await CityProcess.Start(folder.Path);
        var (exitCode, output) = await CityProcess.StartAndFail(folder.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains(folder.Path, output, StringComparison.Ordinal);
    }
}
