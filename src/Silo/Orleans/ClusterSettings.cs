using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CityActors.Silo.Orleans;

/// <summary>How this Silo takes part in its cluster. Keys under <c>Cluster</c>.</summary>
internal sealed record ClusterSettings
{
    /// <summary>The service whose rows these are.</summary>
    public const string ServiceId = "city";

    /// <summary>After how long without a call a grain leaves memory: a meter speaks every half hour.</summary>
    public static readonly TimeSpan DefaultCollectionAge = TimeSpan.FromMinutes(60);

    /// <summary>From which part of the memory on idle grains are let go early, percent.</summary>
    public const double DefaultMemoryLimitPercent = 80;

    private const int MembershipConnections = 4;

    /// <summary>The PostgreSQL database that all silos share. Key <c>Store</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Which silos belong together. Key <c>Cluster:Id</c>, default <c>city</c>.</summary>
    public required string Id { get; init; }

    /// <summary>This Silo's name in logs and the dashboard. Key <c>Cluster:Name</c>, default machine and port.</summary>
    public required string Name { get; init; }

    /// <summary>The address at which the other silos reach this one. Key <c>Cluster:Address</c>, default 127.0.0.1: silos of one machine.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port on which silos talk. Key <c>Cluster:SiloPort</c>, 1 to 65535, default 11111.</summary>
    public int SiloPort { get; init; }

    /// <summary>The port for clients that are no Silo. Key <c>Cluster:GatewayPort</c>, default 0: none, the HTTP API is the door.</summary>
    public int GatewayPort { get; init; }

    /// <summary>How long a call may take. Key <c>Cluster:ResponseTimeout</c>, 1 to 600 seconds, default 30.</summary>
    public TimeSpan ResponseTimeout { get; init; }

    /// <summary>After how long without a call a grain leaves memory. Key <c>Cluster:CollectionAge</c>, 2 to 1440 minutes, default 60.</summary>
    public TimeSpan CollectionAge { get; init; }

    /// <summary>From which part of the memory on idle grains are let go early. Key <c>Cluster:MemoryLimit</c>, 10 to 95 percent, default 80.</summary>
    public double MemoryLimitPercent { get; init; }

    /// <summary>Orleans' connection string, for membership: the store with a small pool, so that silos share the server's connections.</summary>
    public string OrleansStore => new NpgsqlConnectionStringBuilder(Store)
    {
        MaxPoolSize = MembershipConnections,
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        ApplicationName = $"CityActors {Name}",
        TcpKeepAlive = true,
    }.ConnectionString;

    /// <summary>TLS between silos; null where they talk in the clear.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong; the message names its key.</exception>
    public static ClusterSettings Read(IConfiguration configuration, string store)
    {
        CheckStore(store);
        var address = ReadAddress(Text(configuration, "Address", "127.0.0.1"));
        var siloPort = (int)Number(configuration, "SiloPort", 11111, 1, 65535);
        CheckPort(address, siloPort);
        var tls = ClusterTls.Read(configuration);
        CheckNetwork(address, tls, Text(configuration, "Insecure", "false"));
        return new ClusterSettings
        {
            Store = store,
            Id = Text(configuration, "Id", "city"),
            Name = Text(configuration, "Name", string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{siloPort}")),
            Address = address,
            SiloPort = siloPort,
            GatewayPort = (int)Number(configuration, "GatewayPort", 0, 0, 65535),
            ResponseTimeout = TimeSpan.FromSeconds(Number(configuration, "ResponseTimeout", 30, 1, 600)),
            CollectionAge = TimeSpan.FromMinutes(Number(configuration, "CollectionAge", DefaultCollectionAge.TotalMinutes, 2, 1440)),
            MemoryLimitPercent = Number(configuration, "MemoryLimit", DefaultMemoryLimitPercent, 10, 95),
            Tls = tls,
        };
    }

    /// <summary>Whoever reaches the port of a Silo may call every grain, also those that keep what is private.</summary>
    private static void CheckNetwork(IPAddress address, ClusterTls? tls, string insecure)
    {
        if (!bool.TryParse(insecure, out var isMeant))
        {
            throw new SettingException("Cluster:Insecure", $"is '{insecure}'", "give true or false");
        }

        if (tls is null && !isMeant && !IPAddress.IsLoopback(address))
        {
            throw new SettingException(
                "Cluster:Tls", $"is missing, and Silos at {address} would talk in the clear to whoever reaches them",
                "give each Silo a certificate (Cluster:Tls:Certificate, Key, Authority), or say Cluster:Insecure=true where nothing but Silos can reach that network");
        }
    }

    private static void CheckStore(string store)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(store);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new SettingException("Store", "is no PostgreSQL connection string", "give one such as \"Host=localhost;Database=city;Username=city\""); // Not repeated: it may hold a password.
        }
    }

    /// <summary>Orleans would share the port with whoever has it, and each would get the other's calls.</summary>
    private static void CheckPort(IPAddress address, int port)
    {
        if (PortProbe.Fault(address, port) is { } fault)
        {
            throw new SettingException(
                fault.SocketErrorCode == SocketError.AddressAlreadyInUse ? "Cluster:SiloPort" : "Cluster:Address",
                string.Create(CultureInfo.InvariantCulture, $"cannot be used on {address}:{port} ({fault.Message})"),
                "give a port that no other program has, and an address of this machine");
        }
    }

    private static IPAddress ReadAddress(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new SettingException("Cluster:Address", $"is '{text}'", "give the IP address at which other silos reach this one");

    private static string Text(IConfiguration configuration, string key, string otherwise) =>
        configuration[$"Cluster:{key}"] is { Length: > 0 } text ? text : otherwise;

    private static double Number(IConfiguration configuration, string key, double otherwise, double least, double most)
    {
        var text = Text(configuration, key, otherwise.ToString(CultureInfo.InvariantCulture));
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException($"Cluster:{key}", $"is '{text}'", string.Create(CultureInfo.InvariantCulture, $"give a number from {least} to {most}"));
    }
}
