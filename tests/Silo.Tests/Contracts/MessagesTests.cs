using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using CityActors.Alerts;

namespace CityActors.Silo.Tests.Contracts;

/// <summary>
/// Grains of one silo share what they say to each other instead of copying it. So nothing that is said may change afterwards, and
/// everything of ours says so by <c>[Immutable]</c>.
/// </summary>
public sealed class MessagesTests
{
    private static readonly HashSet<Type> Fixed =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(CancellationToken), typeof(GrainId), typeof(SiloAddress),
    ];

    private static readonly HashSet<Type> ReadOnlyViews =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyDictionary<,>), typeof(IReadOnlySet<>), typeof(KeyValuePair<,>),
        typeof(ReadOnlyMemory<>), typeof(Nullable<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedDictionary<,>),
    ];

    private static readonly Assembly[] Rooms = [typeof(Alert).Assembly, typeof(WorkOrders.Catalogue).Assembly];

    public static TheoryData<string> Methods => [.. GrainMethods().Select(NameOf)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void GrainMethod_WhatItSays_CannotChangeAndSaysSo(string name)
    {
        var method = GrainMethods().First(method => NameOf(method) == name);
        foreach (var said in method.GetParameters().Select(parameter => parameter.ParameterType).Append(AnswerOf(method)))
        {
            Assert.Null(WhyMutable(said, []));
            Assert.All(Ours(said), type => Assert.True(type.IsEnum || type.IsInterface || IsMarked(type), $"{type} is not marked [Immutable]: Orleans would copy it at every call."));
        }
    }

    [Fact]
    public void Mark_OnWhatCanChange_IsFound()
    {
        foreach (var type in Rooms.SelectMany(room => room.GetTypes()).Where(IsMarked))
        {
            Assert.Null(WhyMutable(type, []));
        }

        Assert.NotNull(WhyMutable(typeof(List<int>), []));
        Assert.NotNull(WhyMutable(typeof(int[]), []));
        Assert.NotNull(WhyMutable(typeof(IReadOnlyList<Settable>), []));
        Assert.NotNull(WhyMutable(typeof(Holder), []));
    }

    private static IEnumerable<MethodInfo> GrainMethods() => Rooms.SelectMany(room => room.GetTypes())
        .Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))
        .SelectMany(type => type.GetMethods())
        .OrderBy(NameOf, StringComparer.Ordinal);

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static Type AnswerOf(MethodInfo method) => method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(int);

    private static bool IsMarked(MemberInfo type) => type.GetCustomAttribute<ImmutableAttribute>() is not null;

    private static bool IsOurs(Type type) => Rooms.Contains(type.Assembly);

    /// <summary>The types of ours that a value of the type may be or hold on its surface.</summary>
    private static IEnumerable<Type> Ours(Type type) => type.IsGenericType
        ? type.GetGenericArguments().SelectMany(Ours)
        : IsOurs(type) ? KindsOf(type) : [];

    private static IEnumerable<Type> KindsOf(Type type) => type.IsAbstract && !type.IsInterface
        ? Rooms.SelectMany(room => room.GetTypes()).Where(other => other.IsSubclassOf(type) && !other.IsAbstract)
        : [type];

    private static string? WhyMutable(Type type, HashSet<Type> seen)
    {
        if (type.IsPrimitive || type.IsEnum || Fixed.Contains(type) || !seen.Add(type))
        {
            return null;
        }

        if (type.IsGenericType && ReadOnlyViews.Contains(type.GetGenericTypeDefinition()))
        {
            return type.GetGenericArguments().Select(argument => WhyMutable(argument, seen)).FirstOrDefault(why => why is not null);
        }

        if (!IsOurs(type) && type.Assembly != typeof(MessagesTests).Assembly)
        {
            return typeof(IGrain).IsAssignableFrom(type) ? null : $"{type} can change.";
        }

        return type.IsInterface ? null : KindsOf(type).Select(kind => OfMembers(kind, seen)).FirstOrDefault(why => why is not null);
    }

    private static string? OfMembers(Type type, HashSet<Type> seen)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var settable = type.GetProperties(All).FirstOrDefault(property => property.SetMethod is { IsPrivate: false } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));
        if (settable is not null)
        {
            return $"{type.Name}.{settable.Name} can be set.";
        }

        foreach (var field in type.GetFields(All))
        {
            var isOfProperty = field.GetCustomAttribute<CompilerGeneratedAttribute>() is not null;
            if (!field.IsInitOnly && !isOfProperty)
            {
                return $"{type.Name}.{field.Name} can be set.";
            }

            if (WhyMutable(field.FieldType, seen) is { } why)
            {
                return $"{type.Name}.{field.Name}: {why}";
            }
        }

        return null;
    }

    private sealed record Settable
    {
        public int Value { get; set; }
    }

    private sealed record Holder
    {
        public List<int> Values { get; init; } = [];
    }
}
