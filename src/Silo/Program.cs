using System.Runtime.InteropServices;
using CityActors.Silo;
using CityActors.Storage;

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
    await app.RunAsync();
    return 0;
}
#pragma warning disable CA1031 // Reported in one line, whatever it is; the log has the rest.
catch (Exception fault) when (hasStarted)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"CityActors failed. {fault.Message}");
    return 3;
}
catch (Exception fault) when (fault is SettingException or StorageUnavailableException or InvalidOperationException or IOException)
{
    await Console.Error.WriteLineAsync($"CityActors did not start. {fault.Message}");
    return 2;
}

// A start is not undone step by step: nothing was acknowledged yet, and what is half done is no worse than after a power cut.
void EndAtOnce(PosixSignalContext signal)
{
    if (!hasStarted)
    {
        Console.Error.WriteLine("CityActors was stopped before it had started.");
        Environment.Exit(0);
    }
}
