using CityActors.Silo;
using CityActors.Storage;

try
{
    if (MigrateCommand.IsAsked(args))
    {
        await MigrateCommand.Run(args);
        return 0;
    }

    var app = await CityHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is SettingException or StorageUnavailableException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"CityActors did not start. {fault.Message}");
    return 2;
}
