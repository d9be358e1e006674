using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityActors.Silo.Orleans;
using Microsoft.Extensions.Configuration;

namespace CityActors.Silo.Tests.Live;

/// <summary>Silos that show each other certificates of one authority.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Certificate_OfAnotherAuthority_IsAStranger()
    {
        Make("ours");
        Make("theirs");
        var tls = ClusterTls.Read(Settings("ours"))!;
        Assert.True(tls.IsOurs(tls.Certificate));
        Assert.False(tls.IsOurs(ClusterTls.Read(Settings("theirs"))!.Certificate));
    }

    [Theory]
    [InlineData("Certificate")]
    [InlineData("Key")]
    [InlineData("Authority")]
    public void Setting_FileMissing_IsNamed(string key)
    {
        Make("ours");
        var settings = Settings("ours");
        settings[$"Cluster:Tls:{key}"] = Path.Combine(folder.Path, "nowhere.pem");
        Assert.Contains($"Cluster:Tls:{key}", Assert.Throws<SettingException>(() => ClusterTls.Read(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silos_WithCertificates_AreOneCity()
    {
        Make("ours");
        string[] tls = [.. Settings("ours").AsEnumerable().Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}")];
        await using var town = LiveCity.Cluster();
        var first = await town.Add(tls);
        var second = await town.Add(tls);
        await SmallTown.Register(first, homes: 20); // On both silos, by their partitions.
        for (var home = 1; home <= 20; home++)
        {
            await second.Get($"/v1/households/{SmallTown.Home(home)}?reason=drill");
        }
    }

    public void Dispose() => folder.Dispose();

    private IConfigurationRoot Settings(string name) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Cluster:Tls:Certificate"] = Path.Combine(folder.Path, $"{name}.pem"),
        ["Cluster:Tls:Key"] = Path.Combine(folder.Path, $"{name}.key"),
        ["Cluster:Tls:Authority"] = Path.Combine(folder.Path, $"{name}-authority.pem"),
    }).Build();

    private void Make(string name)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={name} authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name} silo", key, HashAlgorithmName.SHA256).Create(authority, from, to.AddDays(-1), [1, 2, 3, 4]);
        File.WriteAllText(Path.Combine(folder.Path, $"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.Path, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder.Path, $"{name}-authority.pem"), authority.ExportCertificatePem());
    }
}
