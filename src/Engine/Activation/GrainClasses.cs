using System.Collections.Frozen;
using CityActors.Engine.Calls;
using Orleans.Configuration;
using Orleans.Runtime;

namespace CityActors.Engine.Activation;

/// <summary>The grain classes of a silo, by type and by interface.</summary>
internal sealed class GrainClasses
{
    private readonly FrozenDictionary<GrainType, GrainClass> _byType;
    private readonly FrozenDictionary<Type, GrainClass[]> _byInterface;

    public GrainClasses(GrainModuleList modules, int loops, GrainCollectionOptions collection, IServiceProvider services)
    {
        var classes = new List<GrainClass>();
        var byType = new Dictionary<GrainType, GrainClass>();
        var byInterface = new Dictionary<Type, List<GrainClass>>();
        foreach (var type in modules.Classes.Values)
        {
            var added = new GrainClass(type, classes.Count, loops, Age(type, collection), GrainConstructor.Compile(type, services));
            classes.Add(added);
            if (!byType.TryAdd(added.GrainType, added))
            {
                throw new OrleansConfigurationException(
                    $"Grain classes {byType[added.GrainType].Type} and {type} have the same [GrainType(\"{added.Name}\")]; rename one.");
            }

            foreach (var implemented in type.GetInterfaces().Where(modules.Interfaces.ContainsKey))
            {
                (byInterface.TryGetValue(implemented, out var list) ? list : byInterface[implemented] = []).Add(added);
            }
        }

        All = classes;
        _byType = byType.ToFrozenDictionary();
        _byInterface = byInterface.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    /// <summary>Gets all classes, in the order of their names.</summary>
    public IReadOnlyList<GrainClass> All { get; }

    public GrainClass Of(GrainType type) => _byType.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException($"There is no grain class with [GrainType(\"{type}\")].", nameof(type));

    public GrainClass Of(Type interfaceType, string? prefix)
    {
        if (!_byInterface.TryGetValue(interfaceType, out var classes))
        {
            throw new ArgumentException(
                $"No grain class implements {interfaceType}; is the assembly with the class part of the application?", nameof(interfaceType));
        }

        if (!string.IsNullOrWhiteSpace(prefix))
        {
            var begins = classes.Where(found => found.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
            classes = begins.Where(found => found.Type.FullName == prefix).ToArray() is [var exact] ? [exact] : begins;
        }

        return classes is [var only]
            ? only
            : throw new ArgumentException(
                $"{classes.Length} grain classes implement {interfaceType}{(prefix is null ? string.Empty : $" and begin with '{prefix}'")}; name one by its prefix.",
                nameof(interfaceType));
    }

    private static int Age(Type type, GrainCollectionOptions collection) =>
        (int)(collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age) ? age : collection.CollectionAge).TotalSeconds;
}
