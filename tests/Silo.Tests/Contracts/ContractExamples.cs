using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using CityActors.Alerts;

namespace CityActors.Silo.Tests.Contracts;

/// <summary>One example of every contract, with something in every member; lists are those that the compiler makes of <c>[.. items]</c>.</summary>
internal static class ContractExamples
{
    private const int Deepest = 6;

    /// <summary>All types that are sent or stored.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. new[] { typeof(Alert).Assembly, typeof(WorkOrders.Catalogue).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsEnum: false, IsAbstract: false, IsGenericTypeDefinition: false } && type.GetCustomAttributes().Any(IsContractMark))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    public static object Of(Type type) => Make(type, new Counter(), 0)!;

    private static bool IsContractMark(Attribute attribute) => attribute.GetType().Name == "GenerateSerializerAttribute";

    private static object? Make(Type type, Counter counter, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(inner, counter, depth);
        }

        if (Simple(type, counter) is { } simple)
        {
            return simple;
        }

        if (type.IsArray)
        {
            return MakeArray(type.GetElementType()!, counter, depth);
        }

        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            return MakeCollection(type, counter, depth);
        }

        if (depth > Deepest)
        {
            return null;
        }

        var made = type.IsAbstract
            ? Types.First(other => other.IsSubclassOf(type) || (type.IsInterface && type.IsAssignableFrom(other)))
            : type;
        return Fill(made, counter, depth + 1);
    }

    private static object? Simple(Type type, Counter counter) => type switch
    {
        _ when type == typeof(string) => $"text-{counter.Next()}",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => counter.Next(),
        _ when type == typeof(byte) => (byte)(counter.Next() % 200),
        _ when type == typeof(short) => (short)counter.Next(),
        _ when type == typeof(long) => 1_000_000_000_000L + counter.Next(),
        _ when type == typeof(double) => counter.Next() + 0.25,
        _ when type == typeof(float) => counter.Next() + 0.5f,
        _ when type == typeof(decimal) => counter.Next() + 0.1m,
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero).AddMinutes(counter.Next()),
        _ when type == typeof(DateTime) => new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc).AddMinutes(counter.Next()),
        _ when type == typeof(ulong) => 1UL << (counter.Next() % 64),
        _ when type == typeof(uint) => (uint)counter.Next(),
        _ when type == typeof(ushort) => (ushort)counter.Next(),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 1, 5).AddDays(counter.Next()),
        _ when type == typeof(TimeOnly) => new TimeOnly(8, 30),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(counter.Next()),
        { IsEnum: true } => Enum.GetValues(type).GetValue(counter.Next() % Enum.GetValues(type).Length),
        _ => null,
    };

    private static Array MakeArray(Type element, Counter counter, int depth)
    {
        var items = Enumerable.Range(0, 3).Select(_ => Make(element, counter, depth)).Where(item => item is not null).ToArray();
        var array = Array.CreateInstance(element, items.Length);
        items.CopyTo(array, 0);
        return array;
    }

    private static object MakeCollection(Type type, Counter counter, int depth)
    {
        var arguments = type.GetGenericArguments();
        if (type.Name.StartsWith("ImmutableSortedDictionary", StringComparison.Ordinal))
        {
            return Call(nameof(Sorted), arguments[1], [Make(typeof(string), counter, depth), Make(arguments[1], counter, depth)]);
        }

        if (arguments.Length == 2)
        {
            var table = (IDictionary)Activator.CreateInstance(type.IsInterface ? typeof(Dictionary<,>).MakeGenericType(arguments) : type)!;
            if (Make(arguments[1], counter, depth) is { } value)
            {
                table.Add(Make(arguments[0], counter, depth)!, value);
            }

            return table;
        }

        var items = MakeArray(arguments[0], counter, depth);
        var maker = type.Name.StartsWith("ImmutableList", StringComparison.Ordinal) ? nameof(ImmutableListed)
            : type.Name.StartsWith("ImmutableHashSet", StringComparison.Ordinal) ? nameof(ImmutableSet)
            : type.Name.StartsWith("IReadOnly", StringComparison.Ordinal) || type.Name.StartsWith("IEnumerable", StringComparison.Ordinal)
            ? nameof(ReadOnly)
            : type.IsInterface ? nameof(Listed) : null;
        return maker is null
            ? Activator.CreateInstance(type, items)!
            : Call(maker, arguments[0], [items]);
    }

    private static object Call(string maker, Type of, object?[] arguments) =>
        typeof(ContractExamples).GetMethod(maker, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(of).Invoke(null, arguments)!;

    private static ImmutableSortedDictionary<string, T> Sorted<T>(string name, T value) => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(name, value)]);

    private static ImmutableList<T> ImmutableListed<T>(T[] items) => [.. items];

    private static ImmutableHashSet<T> ImmutableSet<T>(T[] items) => [.. items];

    private static IReadOnlyList<T> ReadOnly<T>(T[] items) => [.. items];

    private static List<T> Listed<T>(T[] items) => [.. items];

    private static object Fill(Type type, Counter counter, int depth)
    {
        var constructor = type.GetConstructors().Where(made => made.GetParameters() is not [{ ParameterType: var only }] || only != type)
            .MaxBy(made => made.GetParameters().Length);
        var filled = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, counter, depth))]);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null && property.GetCustomAttributes().Any(IsNumbered)))
        {
            if (Make(property.PropertyType, counter, depth) is { } value)
            {
                property.SetValue(filled, value);
            }
        }

        return filled;
    }

    private static bool IsNumbered(Attribute attribute) => attribute.GetType().Name == "IdAttribute";

    private sealed class Counter
    {
        private int last;

        public int Next() => ++last;
    }
}
