using System.Net;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>Signing in by an OpenID Connect issuer, as a browser does it.</summary>
public sealed class IssuerTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private Issuer issuer = null!;
    private CityProcess city = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await Issuer.Start();
        city = await CityProcess.Start(folder.Path, Settings(issuer));
        await city.Send(HttpMethod.Post, "/v1/people", new { name = "wang", role = "officer", area = "430103" }, HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        await issuer.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Person_WhomTheIssuerNames_IsSignedIn()
    {
        using var browser = new Browser();
        var word = await browser.SignIn(city, city);
        var token = word.Split("#session=")[1];
        var me = await city.As(token, HttpMethod.Get, "/v1/me", null, HttpStatusCode.OK);

        Assert.Equal(("wang", "officer", true), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("person").GetBoolean()));
        Assert.True((await city.As(null, HttpMethod.Get, "/v1/sign-in", null, HttpStatusCode.OK)).GetProperty("oidc").GetBoolean());
        Assert.Equal(0, await city.Terminate());
        Assert.DoesNotContain(token, city.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Issuer.ClientSecret, city.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatNobodyIsRegisteredUnder_IsRefused()
    {
        foreach (var name in (string[])["stranger", "Wang", "admin-given"])
        {
            issuer.Name = name;
            using var browser = new Browser();

            Assert.Equal((name, "/#refused=not-registered"), (name, await browser.SignIn(city, city)));
        }
    }

    [Fact]
    public async Task Person_Disabled_IsRefused()
    {
        await city.Send(HttpMethod.Put, "/v1/people/wang", new { role = "officer", area = "430103", disabled = true });
        using var browser = new Browser();

        Assert.Equal("/#refused=not-registered", await browser.SignIn(city, city));
    }

    [Fact]
    public async Task Token_ThatIsNotWhatWasAskedFor_IsRefused()
    {
        foreach (var (signature, nonce, audience) in ((bool, bool, bool)[])[(true, false, false), (false, true, false), (false, false, true)])
        {
            (issuer.HasWrongSignature, issuer.HasWrongNonce, issuer.HasWrongAudience) = (signature, nonce, audience);
            using var browser = new Browser();

            Assert.Equal((signature, nonce, audience, "/#refused=issuer-refused"), (signature, nonce, audience, await browser.SignIn(city, city)));
        }
    }

    [Fact]
    public async Task Answer_InAnotherBrowserOrTwice_IsRefused()
    {
        using var browser = new Browser();
        using var victim = new Browser();
        var answer = await browser.Answer(city);

        Assert.Equal("/#refused=issuer-refused", await victim.Go(answer));
        Assert.StartsWith("/#session=", await browser.Go(answer), StringComparison.Ordinal);
        Assert.Equal("/#refused=issuer-refused", await browser.Go(answer));
        Assert.Equal("/#refused=issuer-refused", await browser.Go(new Uri(city.Http.BaseAddress!, "/sign-in/oidc/callback?code=1&state=2")));
    }

    [Fact]
    public async Task Issuer_ThatDoesNotAnswer_IsSaidSo()
    {
        await city.Kill();
        await city.Start(); // What the issuer said about itself is forgotten.
        await issuer.DisposeAsync();
        using var browser = new Browser();

        Assert.Equal("/#refused=issuer-unavailable", await browser.Go(new Uri(city.Http.BaseAddress!, "/sign-in/oidc")));
        Assert.DoesNotContain("   at ", city.Output, StringComparison.Ordinal);
    }

    internal static string[] Settings(Issuer issuer) =>
        [$"--SignIn:Authority={issuer.Address}", $"--SignIn:ClientId={Issuer.ClientId}", $"--SignIn:ClientSecret={Issuer.ClientSecret}"];

    /// <summary>What a browser keeps and follows.</summary>
    internal sealed class Browser : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

        /// <summary>Begins at one Silo and comes back to another.</summary>
        /// <returns>Where it is sent in the end.</returns>
        public async Task<string> SignIn(CityProcess from, CityProcess to)
        {
            var answer = await Answer(from);
            return await Go(new UriBuilder(answer) { Port = to.Port }.Uri);
        }

        /// <summary>The address with which the issuer sends it back.</summary>
        public async Task<Uri> Answer(CityProcess city)
        {
            var asked = await Go(new Uri(city.Http.BaseAddress!, "/sign-in/oidc"));
            return new Uri(await Go(new Uri(asked)));
        }

        /// <summary>Where an address sends it.</summary>
        public async Task<string> Go(Uri address)
        {
            using var response = await http.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            return response.Headers.Location!.OriginalString;
        }

        public void Dispose() => http.Dispose();
    }
}
