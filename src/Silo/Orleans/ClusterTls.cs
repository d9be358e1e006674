using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace CityActors.Silo.Orleans;

/// <summary>The certificates by which silos know each other. Keys under <c>Cluster:Tls</c>; all silos have one issued by the same authority.</summary>
/// <param name="Certificate">This Silo's certificate with its key. Keys <c>Certificate</c> and <c>Key</c>, PEM files.</param>
/// <param name="Authority">Who issued the certificates of all silos. Key <c>Authority</c>, a PEM file.</param>
internal sealed record ClusterTls(X509Certificate2 Certificate, X509Certificate2 Authority)
{
    /// <summary>Reads the certificates; null where none is named.</summary>
    /// <exception cref="SettingException">One is missing or cannot be read.</exception>
    public static ClusterTls? Read(IConfiguration configuration)
    {
        var tls = configuration.GetSection("Cluster:Tls");
        if (!tls.GetChildren().Any())
        {
            return null;
        }

        var certificate = Find(tls, "Certificate");
        var key = Find(tls, "Key");
        var authority = Find(tls, "Authority");
        return new ClusterTls(
            Load("Certificate", () => X509Certificate2.CreateFromPemFile(certificate, key)),
            Load("Authority", () => X509CertificateLoader.LoadCertificateFromFile(authority)));
    }

    /// <summary>Both ends of a connection show a certificate of the authority; names are not compared, because silos are found by address.</summary>
    public void Apply(TlsOptions options)
    {
        options.LocalCertificate = Certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsOurs(certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = Certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
    }

    /// <summary>Whether a certificate was issued by the authority and is valid now.</summary>
    public bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // A city's own authority seldom publishes a list; a lost key means a new authority.
        return chain.Build(certificate);
    }

    private static string Find(IConfigurationSection tls, string key) => tls[key] is { Length: > 0 } path && File.Exists(path)
        ? path
        : throw new SettingException($"Cluster:Tls:{key}", tls[key] is { Length: > 0 } missing ? $"names '{missing}', which does not exist" : "is missing", "give Certificate, Key and Authority as PEM files");

    private static X509Certificate2 Load(string key, Func<X509Certificate2> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"Cluster:Tls:{key}", $"cannot be read ({fault.Message})", "give a PEM file that belongs to the others");
        }
    }
}
