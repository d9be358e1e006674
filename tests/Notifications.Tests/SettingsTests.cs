using CityActors.Silo;
using CityActors.Silo.Notifications;
using Microsoft.Extensions.Configuration;

namespace CityActors.Notifications.Tests;

public sealed class SettingsTests
{
    private const string Url = "https://example.org/hooks/very-secret-path";
    private const string Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public void Read_WithReceivers_HasThemByName()
    {
        var settings = Read(
            ("Attempts", "3"),
            ("Receivers:Grid-Officer:Type", "webhook"),
            ("Receivers:Grid-Officer:Url", Url),
            ("Receivers:Grid-Officer:Secret", Secret),
            ("Receivers:Grid-Officer:FormerSecret", $"whsec_{Convert.ToBase64String(new byte[24])}"),
            ("Receivers:Grid-Officer:Private", "true"),
            ("Receivers:family:Type", "log"));
        Assert.Equal(3, settings.Attempts);
        Assert.Equal([("family", null, 0, false), ("grid-officer", new Uri(Url), 2, true)], settings.Receivers.Select(static one => (one.Name, one.Url, one.Keys.Count, one.IsPrivate)));
    }

    [Fact]
    public void Read_OfNothing_HasNoReceivers() => Assert.Empty(Read().Receivers);

    [Theory]
    [InlineData("Notifications:Attempts", "Attempts", "0")]
    [InlineData("Notifications:Attempts", "Attempts", "many")]
    [InlineData("Notifications:Recievers", "Recievers:family:Type", "log")]
    [InlineData("Notifications:Receivers:family:Type", "Receivers:family:Type", "sms")]
    [InlineData("Notifications:Receivers:family:Type", "Receivers:family:Url", Url)]
    [InlineData("Notifications:Receivers:family:Url", "Receivers:family:Type", "webhook")]
    [InlineData("Notifications:Receivers:family:Url", "Receivers:family:Type", "webhook", "Receivers:family:Url", "/hooks/very-secret-path")]
    [InlineData("Notifications:Receivers:family:Url", "Receivers:family:Type", "webhook", "Receivers:family:Url", "ftp://example.org/very-secret-path")]
    [InlineData("Notifications:Receivers:family:Url", "Receivers:family:Type", "webhook", "Receivers:family:Url", "https://me:very-secret@example.org/")]
    [InlineData("Notifications:Receivers:family:Url", "Receivers:family:Type", "log", "Receivers:family:Url", Url)]
    [InlineData("Notifications:Receivers:family:Uri", "Receivers:family:Type", "webhook", "Receivers:family:Uri", Url)]
    [InlineData("Notifications:Receivers:family:Secret", "Receivers:family:Type", "webhook", "Receivers:family:Url", Url, "Receivers:family:Secret", "very-secret")]
    [InlineData("Notifications:Receivers:family:Secret", "Receivers:family:Type", "webhook", "Receivers:family:Url", Url, "Receivers:family:Secret", "whsec_dmVyeS1zZWNyZXQ=")]
    [InlineData("Notifications:Receivers:family:FormerSecret", "Receivers:family:Type", "webhook", "Receivers:family:Url", Url, "Receivers:family:FormerSecret", Secret)]
    [InlineData("Notifications:Receivers:family:FormerSecret", "Receivers:family:Type", "webhook", "Receivers:family:Url", Url, "Receivers:family:Secret", Secret, "Receivers:family:FormerSecret", "very-secret")]
    [InlineData("Notifications:Receivers:family:Private", "Receivers:family:Type", "webhook", "Receivers:family:Url", Url, "Receivers:family:Private", "yes")]
    [InlineData("Notifications:Receivers:family:Private", "Receivers:family:Type", "webhook", "Receivers:family:Url", "http://localhost/very-secret-path")]
    [InlineData("Notifications:Receivers:family:Private", "Receivers:family:Type", "webhook", "Receivers:family:Url", "http://10.0.0.5/very-secret-path")]
    [InlineData("Notifications:Receivers:family:Private", "Receivers:family:Type", "webhook", "Receivers:family:Url", "http://[fd00::1]/very-secret-path")]
    [InlineData("Notifications:Source", "Source", "two words")]
    [InlineData("Notifications:Receivers:family:Private", "Receivers:family:Type", "log", "Receivers:family:Private", "true")]
    [InlineData("Notifications:Receivers:log:Type", "Receivers:log:Type", "webhook", "Receivers:log:Url", Url)]
    [InlineData("Notifications:Receivers:grid officer", "Receivers:grid officer:Type", "log")]
    public void Read_OfAWrongSetting_NamesItsKeyAndTellsNoSecret(string key, params string[] pairs)
    {
        var fault = Assert.Throws<SettingException>(() => Read([.. pairs.Chunk(2).Select(pair => (pair[0], pair[1]))]));
        Assert.StartsWith($"The setting {key} ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", fault.Message, StringComparison.Ordinal);
    }

    private static NotificationSettings Read(params (string Key, string Value)[] entries) => NotificationSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create($"Notifications:{entry.Key}", (string?)entry.Value)))
        .Build());
}
