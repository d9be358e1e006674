using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>A new city's first administrator, by the link in the data folder.</summary>
public sealed class FirstAdministratorTests : IAsyncLifetime
{
    private const string Password = "a long enough password";
    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    private string File => Path.Combine(folder.Path, "first-administrator.txt");

    public async ValueTask InitializeAsync() => city = await CityProcess.Start(folder.Path, "--Keys:Admin=");

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Link_Used_MakesOneAdministratorOnce()
    {
        var token = Token();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }

        Assert.Equal("bad-password", await First(token, "ann", "short", HttpStatusCode.BadRequest));
        Assert.Equal("wrong-first-token", await First("0123", "ann", Password, HttpStatusCode.Unauthorized));
        var begun = await city.As(null, HttpMethod.Post, "/v1/first-administrator", new { token, name = "Ann", password = Password }, HttpStatusCode.Created);
        Assert.Equal("wrong-first-token", await First(token, "eve", Password, HttpStatusCode.Unauthorized));

        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(("ann", "admin", ""), (Text(begun, "name"), Text(begun, "role"), Text(begun, "area")));
        await city.As(Text(begun, "token"), HttpMethod.Get, "/v1/settings", null, HttpStatusCode.OK);
        await city.Kill();
        await city.Start();
        Assert.False(System.IO.File.Exists(File));
        await city.As(Text(begun, "token"), HttpMethod.Get, "/v1/settings", null, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Link_NotUsedBeforeARestart_IsAnotherOne()
    {
        var before = Token();
        await city.Kill();
        await city.Start();

        Assert.NotEqual(before, Token());
        Assert.Equal("wrong-first-token", await First(before, "ann", Password, HttpStatusCode.Unauthorized));
        await city.As(null, HttpMethod.Post, "/v1/first-administrator", new { token = Token(), name = "ann", password = Password }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Output_OfAFirstStart_NamesTheFileAndHoldsNoSecret()
    {
        var token = Token();
        Assert.Equal(0, await city.Terminate());

        Assert.Contains(File, city.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, city.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9a-f]{40}", city.Output);
        Assert.DoesNotMatch(token, await System.IO.File.ReadAllTextAsync(Path.Combine(folder.Path, "city.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Link_WhereAKeyIsGivenLater_IsGone()
    {
        var token = Token();
        await city.Kill();
        await using var given = await CityProcess.Start(folder.Path);

        Assert.False(System.IO.File.Exists(File));
        Assert.Equal("wrong-first-token", await given.Refused(null, HttpMethod.Post, "/v1/first-administrator", new { token, name = "ann", password = Password }, HttpStatusCode.Unauthorized));
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private string Token() => System.IO.File.ReadAllText(File).Trim().Split("/#first=")[1];

    private Task<string?> First(string token, string name, string password, HttpStatusCode expected) =>
        city.Refused(null, HttpMethod.Post, "/v1/first-administrator", new { token, name, password }, expected);
}
