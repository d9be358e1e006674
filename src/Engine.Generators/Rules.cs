using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>What the generator reports. The numbers never change their meaning.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor ReturnType = Rule(1, "Grain methods return tasks",
        "Method '{0}' of a grain interface returns '{1}'; it must return Task, Task<T>, ValueTask or ValueTask<T>");

    public static readonly DiagnosticDescriptor ByReference = Rule(2, "Grain methods take values",
        "Parameter '{1}' of grain method '{0}' is ref, out or in; calls travel, so pass a value and return the result");

    public static readonly DiagnosticDescriptor NoProperties = Rule(3, "Grain interfaces have methods only",
        "'{0}' is a property or event of a grain interface; make it a method that returns a task");

    public static readonly DiagnosticDescriptor NoGenericMethods = Rule(4, "Grain methods are not generic",
        "Grain method '{0}' is generic; name the types, so that each has a stable contract");

    public static readonly DiagnosticDescriptor NoAsyncStreams = Rule(5, "Grain methods return one answer",
        "Grain method '{0}' returns IAsyncEnumerable; return a page, or publish on a stream");

    public static readonly DiagnosticDescriptor NoDefaultImplementation = Rule(6, "Grain interfaces have no bodies",
        "'{0}' of a grain interface has a body or is static; move it to the grain or to an extension method");

    public static readonly DiagnosticDescriptor OneCancellationToken = Rule(7, "At most one CancellationToken",
        "Grain method '{0}' has more than one CancellationToken; keep one, the last parameter");

    public static readonly DiagnosticDescriptor MutableMessage = Rule(8, "Messages never change",
        "'{0}' carries '{1}', which can change after it is sent ({2}); messages are shared, not copied: use records with init-only members, immutable or read-only collections, or mark the type [Immutable]");

    public static readonly DiagnosticDescriptor NoGenerateSerializer = Rule(9, "Contracts have [GenerateSerializer]",
        "'{0}' is used in a grain contract by '{1}' but has no [GenerateSerializer]; add it, with [Alias] and [Id]s");

    public static readonly DiagnosticDescriptor NoAlias = Rule(10, "Contracts have [Alias]",
        "'{0}' has [GenerateSerializer] but no [Alias]; give it a stable name that survives renaming");

    public static readonly DiagnosticDescriptor NoId = Rule(11, "Contract members have [Id]",
        "Member '{1}' of '{0}' has no [Id]; add [Id({2})] (on a positional record: [property: Id({2})])");

    public static readonly DiagnosticDescriptor DuplicateId = Rule(12, "Ids are unique in their type",
        "Members '{1}' and '{2}' of '{0}' have the same [Id({3})]; ids must differ and never change");

    public static readonly DiagnosticDescriptor NoGrainType = Rule(13, "Grain classes have [GrainType]",
        "Grain class '{0}' has no [GrainType]; give it a stable name, because storage is keyed by it");

    public static readonly DiagnosticDescriptor StateConstructor = Rule(14, "States have an empty value",
        "State '{0}' of grain '{1}' has no public parameterless constructor; give it one that makes a valid empty value");

    public static readonly DiagnosticDescriptor DuplicateState = Rule(15, "State names are unique",
        "State name '{0}' of grain '{1}' is already used by grain '{2}'; state names are unique in the solution");

    public static readonly DiagnosticDescriptor DuplicateAlias = Rule(16, "Aliases are unique",
        "'{0}' and '{1}' have the same alias '{2}'; aliases must differ");

    public static readonly DiagnosticDescriptor StringKeys = Rule(17, "Grains have string keys",
        "Grain interface '{0}' is not an IGrainWithStringKey; the embedded engine knows string keys only");

    public static readonly DiagnosticDescriptor NoGenericGrains = Rule(18, "Grains are not generic",
        "'{0}' is a generic grain interface or class; name the types");

    public static readonly DiagnosticDescriptor OneWayResult = Rule(19, "[OneWay] methods give no result",
        "Grain method '{0}' is [OneWay] but returns a result; return Task");

    public static readonly DiagnosticDescriptor DuplicateGrainType = Rule(20, "Grain types are unique",
        "Grain classes '{0}' and '{1}' have the same [GrainType(\"{2}\")]; rename one");

    public static readonly DiagnosticDescriptor StateHoldsReference = Rule(21, "States name grains by id",
        "State '{0}' of grain '{1}' holds the grain reference '{2}', which could not be read back; keep its key or its GrainId");

    private static DiagnosticDescriptor Rule(int number, string title, string message) =>
        new($"CITY{number:0000}", title, message, "CityActors.Grains", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
