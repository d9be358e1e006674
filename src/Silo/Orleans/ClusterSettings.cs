using System.ComponentModel.DataAnnotations;
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

    private const string Numbers = "give a number from {1} to {2}";
    private const int MembershipConnections = 4;

    /// <summary>The PostgreSQL database that all silos share. Key <c>Store</c>.</summary>
    public string Store { get; init; } = "";

    /// <summary>Which silos belong together. Key <c>Cluster:Id</c>, default <c>city</c>.</summary>
    public string Id { get; init; } = ServiceId;

    /// <summary>This Silo's name in logs and the dashboard. Key <c>Cluster:Name</c>, default machine and port.</summary>
    public string Name { get => field ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{SiloPort}"); init; }

    /// <summary>The address at which the other silos reach this one. Key <c>Cluster:Address</c>, default 127.0.0.1: silos of one machine.</summary>
    [Required(ErrorMessage = "give the IP address at which other silos reach this one")]
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port on which silos talk. Key <c>Cluster:SiloPort</c>, 1 to 65535, default 11111.</summary>
    [Range(1, 65535, ErrorMessage = Numbers)]
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port for clients that are no Silo. Key <c>Cluster:GatewayPort</c>, default 0: none; they use the HTTP API.</summary>
    [Range(0, 65535, ErrorMessage = Numbers)]
    public int GatewayPort { get; init; }

    /// <summary>How long a call may take. Key <c>Cluster:ResponseTimeout</c>, 1 to 600 seconds, default 30.</summary>
    [ConfigurationKeyName("ResponseTimeout"), Range(1.0, 600.0, ErrorMessage = Numbers)]
    public double ResponseTimeoutSeconds { get; init; } = 30;

    /// <summary>After how long without a call a grain leaves memory. Key <c>Cluster:CollectionAge</c>, 2 to 1440 minutes, default 60: a meter speaks every half hour.</summary>
    [ConfigurationKeyName("CollectionAge"), Range(2.0, 1440.0, ErrorMessage = Numbers)]
    public double CollectionAgeMinutes { get; init; } = 60;

    /// <summary>
    /// The share of memory above which idle grains are removed early. Key <c>Cluster:MemoryLimit</c>, 10 to 95 percent, default 80.
    /// </summary>
    [ConfigurationKeyName("MemoryLimit"), Range(10.0, 95.0, ErrorMessage = Numbers)]
    public double MemoryLimitPercent { get; init; } = 80;

    /// <summary>Allows silos on several machines to talk unencrypted. Key <c>Cluster:Insecure</c>, default false.</summary>
    [ConfigurationKeyName("Insecure")]
    public bool IsInsecure { get; init; }

    /// <summary>Orleans' connection string, for membership: the store with a small pool, so that silos share the server's connections.</summary>
    public string OrleansStore => new NpgsqlConnectionStringBuilder(Store)
    {
        MaxPoolSize = MembershipConnections,
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        ApplicationName = $"CityActors {Name}",
        TcpKeepAlive = true,
    }.ConnectionString;

    /// <summary>TLS between silos; null if they talk unencrypted.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is wrong; the message names its key.</exception>
    public static ClusterSettings Read(IConfiguration configuration, string store)
    {
        CheckStore(store);
        var given = SettingBinder.Bind<ClusterSettings>(configuration, "Cluster");
        var read = given with { Store = store, Tls = ClusterTls.Read(configuration) };
        CheckPort(read.Address, read.SiloPort);
        CheckNetwork(read);
        return read;
    }

    /// <summary>Anything that reaches the port of a Silo can call every grain, including those with private data.</summary>
    private static void CheckNetwork(ClusterSettings read)
    {
        if (read.Tls is null && !read.IsInsecure && !IPAddress.IsLoopback(read.Address))
        {
            throw new SettingException(
                "Cluster:Tls", $"is missing, and Silos at {read.Address} would talk in the clear to whoever reaches them",
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

    /// <summary>Orleans would share the port with the program that has it, and each would get the other's calls.</summary>
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
}
