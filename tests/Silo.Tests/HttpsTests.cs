using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityActors.Client.Silos;

namespace CityActors.Silo.Tests;

/// <summary>A Silo with a certificate, as the operators' page says.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Silo_WithACertificate_IsReachedByTlsAndNotWithoutIt()
    {
        using var certificate = Certificate();
        await using var city = CityProcess.Begin(folder.Path, Arguments(out var port));
        using var trusting = Client(certificate);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var ready = new Uri($"https://127.0.0.1:{port}/health/ready");
        while (!await Answers(trusting, ready, patience.Token))
        {
            Assert.False(city.HasExited, city.Output);
            await Task.Delay(100, patience.Token);
        }

        using var plain = new HttpClient();
        await Assert.ThrowsAnyAsync<Exception>(() => plain.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), patience.Token));
    }

    [Theory]
    [InlineData("", "certificate")]
    [InlineData("no such file", "tls.pem")]
    [InlineData("this is no certificate", "certificate")]
    public async Task Silo_WithoutAGoodCertificate_SaysSoInOneSentence(string content, string named)
    {
        var arguments = Arguments(out _);
        if (content.StartsWith("this", StringComparison.Ordinal))
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "tls.pem"), content, TestContext.Current.CancellationToken);
        }

        var (exitCode, said) = await CityProcess.StartAndFail(Path.Combine(folder.Path, "data"), content.Length == 0 ? arguments[..1] : arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains("CityActors did not start.", said, StringComparison.Ordinal);
        Assert.Contains(named, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private string[] Arguments(out int port)
    {
        port = FreePorts.Next();
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"--Urls=https://127.0.0.1:{port}"),
            $"--Kestrel:Certificates:Default:Path={Path.Combine(folder.Path, "tls.pem")}",
            $"--Kestrel:Certificates:Default:KeyPath={Path.Combine(folder.Path, "tls.key")}",
        ];
    }

    private X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder.Path, "tls.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.Path, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private static HttpClient Client(X509Certificate2 trusted)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString();
        return new HttpClient(handler);
    }

    private static async Task<bool> Answers(HttpClient http, Uri address, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(address, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Not yet.
        }
    }
}
