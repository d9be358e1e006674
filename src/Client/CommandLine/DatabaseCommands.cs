using System.CommandLine;
using CityActors.Client.Silos;

namespace CityActors.Client.CommandLine;

/// <summary><c>city db</c>: the city's database, without a running Silo.</summary>
internal static class DatabaseCommands
{
    public static Command Make(CommandOutput output) => new("db", "The city's database: bring its tables up to date.") { Migrate(output) };

    private static Command Migrate(CommandOutput output)
    {
        var store = new Option<string>("--store")
        {
            Description = "The PostgreSQL database, for example \"Host=localhost;Database=city;Username=city\"; a password is better given by PGPASSWORD.",
            Required = true,
        };
        var command = new Command("migrate", "Creates missing tables and brings the others up to date; it may be run as often as you like.") { store };
        command.SetAction(async (line, cancellation) => (int)await Run(line.GetValue(store)!, output, cancellation));
        return command;
    }

    /// <summary>The Silo's program knows the tables; it does the work and says what came of it.</summary>
    private static async Task<ExitCode> Run(string store, CommandOutput output, CancellationToken cancellation)
    {
        var assembly = await SiloLocator.Find(output.Say, cancellation);
        var (code, said, errors) = await SiloLocator.Run([assembly, "db", "migrate", "--Store", store], SiloLocator.FolderOf(assembly), cancellation);
        await output.Results.WriteAsync(said);
        if (code == 0)
        {
            return ExitCode.Ok;
        }

        output.Say(errors.TrimEnd());
        return ExitCode.Failed;
    }
}
