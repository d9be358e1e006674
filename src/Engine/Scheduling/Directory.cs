using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using Orleans.Runtime;

namespace CityActors.Engine.Scheduling;

/// <summary>The activations of one loop, one table per grain class.</summary>
internal sealed class Directory(Loop loop)
{
    private ActivationTable?[] _tables = new ActivationTable?[8];

    /// <summary>Gets how many activations there are; from any thread.</summary>
    public int Count { get; private set; }

    public GrainActivation? Find(GrainClass grainClass, IdSpan key) =>
        grainClass.Index < _tables.Length ? _tables[grainClass.Index]?.Find(key) : null;

    /// <summary>Gives the activation of a reference, made if there is none.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="values">The request context of the call that needs it; a new activation begins with it.</param>
    public GrainActivation Resolve(EngineReference reference, RequestValues? values)
    {
        if (reference.Slot is { IsDead: false } slot)
        {
            return slot;
        }

        var activation = Find(reference.Class, reference.Key) ?? Create(reference.Class, reference.Key, values);
        reference.Slot = activation;
        return activation;
    }

    public void Remove(GrainActivation activation)
    {
        if (_tables[activation.Class.Index]!.Remove(activation))
        {
            Count--;
            activation.Class.CountActivation(loop.Index, -1);
        }
    }

    /// <summary>Gives the tables, in the order of grain classes.</summary>
    public IEnumerable<ActivationTable> Tables => _tables.OfType<ActivationTable>();

    private GrainActivation Create(GrainClass grainClass, IdSpan key, RequestValues? values)
    {
        if (grainClass.Index >= _tables.Length)
        {
            Array.Resize(ref _tables, Math.Max(grainClass.Index + 1, _tables.Length * 2));
        }

        var activation = new GrainActivation(loop, grainClass, key);
        (_tables[grainClass.Index] ??= new ActivationTable()).Add(activation);
        Count++;
        grainClass.CountActivation(loop.Index, 1);
        activation.BeginActivation(values);
        return activation;
    }
}

/// <summary>A hash table of activations by key that costs one reference per place: open addressing, linear probing.</summary>
internal sealed class ActivationTable
{
    private GrainActivation?[] _places = new GrainActivation?[16];

    public int Count { get; private set; }

    /// <summary>Gets the number of places, for walking over the table in pieces.</summary>
    public int Places => _places.Length;

    /// <summary>Gives all activations; the table may change while they are looked at.</summary>
    public List<GrainActivation> ToList() => [.. _places.OfType<GrainActivation>()];

    public GrainActivation? At(int place) => place < _places.Length ? _places[place] : null;

    public GrainActivation? Find(IdSpan key)
    {
        var mask = _places.Length - 1;
        for (var place = Home(key) & mask; _places[place] is { } found; place = (place + 1) & mask)
        {
            if (found.Key == key)
            {
                return found;
            }
        }

        return null;
    }

    public void Add(GrainActivation activation)
    {
        if ((Count + 1) * 3 > _places.Length * 2)
        {
            var old = _places;
            _places = new GrainActivation?[old.Length * 2];
            foreach (var moved in old)
            {
                if (moved is not null)
                {
                    Place(moved);
                }
            }
        }

        Place(activation);
        Count++;
    }

    public bool Remove(GrainActivation activation)
    {
        var mask = _places.Length - 1;
        var hole = Home(activation.Key) & mask;
        while (_places[hole] != activation)
        {
            if (_places[hole] is null)
            {
                return false;
            }

            hole = (hole + 1) & mask;
        }

        // Later entries of the same run move up, so that no search meets the hole too early.
        for (var place = (hole + 1) & mask; _places[place] is { } next; place = (place + 1) & mask)
        {
            var home = Home(next.Key) & mask;
            if (((place - home) & mask) >= ((place - hole) & mask))
            {
                _places[hole] = next;
                hole = place;
            }
        }

        _places[hole] = null;
        Count--;
        return true;
    }

    private static int Home(IdSpan key) => (int)(key.GetUniformHashCode() * 2654435769u >> 3);

    private void Place(GrainActivation activation)
    {
        var mask = _places.Length - 1;
        var place = Home(activation.Key) & mask;
        while (_places[place] is not null)
        {
            place = (place + 1) & mask;
        }

        _places[place] = activation;
    }
}
