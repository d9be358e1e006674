namespace CityActors.Alerts;

/// <summary>Why a command is refused because of its id, whatever it is about.</summary>
internal static class CommandRefusals
{
    /// <summary>The id was given to something else before.</summary>
    public static Refusal IdReused(string id) => new(
        "command-id-reused",
        $"The command id '{id}' was used here for another command: give each command its own.",
        $"命令编号“{id}”已用于另一条命令，请为每条命令使用各自的编号。");
}
