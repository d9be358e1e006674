using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CityActors.Silo;
using CityActors.Silo.Settings;
using CityActors.Storage;

if (Arguments.AskForHelp(args))
{
    Console.WriteLine(Arguments.Help);
    return 0;
}

var hasStarted = false;
try
{
    if (args is ["db", "migrate", .. var rest])
    {
        await CityHost.Migrate(rest);
        return 0;
    }

    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndAtOnce);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndAtOnce);
    var app = await CityHost.Build(args);
    app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
    await app.StartAsync();
    await using (app)
    {
        await app.WaitForShutdownAsync();
    }

    return 0;
}
#pragma warning disable CA1031 // Reported in one line, whatever it is; the log has the rest.
catch (Exception fault) when (hasStarted)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"CityActors failed. {FirstLine(fault)}");
    return 3;
}
catch (Exception fault) when (fault is SettingException or StorageUnavailableException or InvalidOperationException or IOException
    or InvalidDataException or UnauthorizedAccessException or SocketException or CryptographicException)
{
    await Console.Error.WriteLineAsync($"CityActors did not start. {FirstLine(fault)}");
    Environment.Exit(2); // As below, and what has begun would complain of its sudden end.
    return 2;
}

// Some of the platform's messages are pages long, and those about certificates do not say so.
static string FirstLine(Exception fault) => fault is CryptographicException
    ? $"A certificate or its key cannot be read (Kestrel:Certificates, Cluster:Tls): {fault.Message.Split('\n')[0].Trim()}"
    : fault.Message.Split('\n')[0].Trim();

// A start is not undone step by step: nothing was acknowledged yet, and what is half done is no worse than after a power cut.
void EndAtOnce(PosixSignalContext signal)
{
    if (!hasStarted)
    {
        Console.Error.WriteLine("CityActors was stopped before it had started.");
        Environment.Exit(0);
    }
}
