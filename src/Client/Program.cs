using CityActors.Client.CommandLine;

return (int)await CityCommand.Run(args, CommandOutput.OfProcess());
